import { diffJson, type JsonDifference } from "@shared/domain/diff/json-diff.ts";
import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import { bodyObject } from "../wire/body-object.ts";

export type StageId = "template" | "compiled" | "plan" | "wire";

/** One step of the way from template to wire, as data. */
export interface Stage {
  id: StageId;
  title: string;
  /** What it is, in a sentence. */
  text: string;
  value: JsonValue;
}

/** The stages of a run that were reached, each in the words of the next where both say the same. */
export function stagesOf(record: RunRecord, wire: WireRequest | undefined): Stage[] {
  const stages: Stage[] = [];
  const prompt = record.resolved?.prompt;
  if (prompt) {
    stages.push({
      id: "template",
      title: "Template",
      text: record.resolved?.edited
        ? `${prompt.name} with changes that were not saved.`
        : `${prompt.name} ${versionLabel(prompt.version)} as its library keeps it, references resolved.`,
      value: {
        messages: typeof prompt.prompt === "string" ? [{ role: "user", content: prompt.prompt }] : plain(prompt.prompt),
        ...(hasKeys(prompt.config) ? { config: prompt.config } : {}),
      },
    });
  }
  if (record.compiled) {
    const messages = record.compiled.messages.map(({ message }) => message);
    stages.push({
      id: "compiled",
      title: "Compiled",
      text: `Variables and placeholders filled in by the rules of Langfuse's ${record.compiled.mode === "python" ? "Python" : "JS"} SDK.`,
      value: { messages: plain(messages) },
    });
  }
  if (record.plan) stages.push(planStage(record.plan));
  if (wire) {
    stages.push({
      id: "wire",
      title: "Wire",
      text: `The body as ${record.plan?.route.providerLabel ?? "the provider"} gets it.`,
      value: bodyObject(wire.body) ?? wire.body,
    });
  }
  return stages;
}

/** What a stage changes in the one before it; nothing for the first. */
export function stageDifferences(stages: readonly Stage[], id: StageId): JsonDifference[] {
  const index = stages.findIndex((stage) => stage.id === id);
  const [before, after] = [stages[index - 1], stages[index]];
  return before && after ? diffJson(before.value, after.value) : [];
}

function planStage(plan: NonNullable<RunRecord["plan"]>): Stage {
  const sent = plan.parameters.filter((parameter) => parameter.sent);
  return {
    id: "plan",
    title: "Plan",
    text: "Model and parameters decided, in OpenAI's words, before the provider gives them its shape.",
    value: {
      model: plan.route.model,
      messages: plain(plan.messages),
      ...Object.fromEntries(sent.map(({ key, value }) => [key, value])),
      ...(plan.stream ? { stream: true } : {}),
      ...plan.extraBody,
    },
  };
}

function hasKeys(config: JsonValue): boolean {
  return isJsonObject(config) && Object.keys(config).length > 0;
}

/** Types of ours as the plain JSON they are. */
function plain(value: object): JsonValue {
  return JSON.parse(JSON.stringify(value)) as JsonValue;
}
