import { type EditableText, isSameText } from "../edit/editor-document.ts";
import { asJson } from "../json/as-json.ts";
import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { stableJson } from "../json/stable-json.ts";
import type { Message } from "../message/message.ts";
import type { CompileMode } from "../prompt/compiled.ts";
import type { RunPrompt, TemplateItem } from "../prompt/prompt.ts";
import { promptKey } from "../prompt/prompt-key.ts";
import { isEdit, refOf } from "../prompt/run-prompt.ts";
import { versionName } from "../prompt/version-text.ts";

/** What a person chose before a run, apart from how it is put on the wire. */
export interface Asked {
  prompt: RunPrompt | null;
  /** The version behind the prompt's label, where it is known. */
  version?: string | undefined;
  /** What that version says, where it is known: an edit that says the same is no change. */
  text?: EditableText | undefined;
  /** Null while the prompt's config decides it. */
  model: string | null;
  parameters: JsonObject;
  /** By its id, where one was chosen. */
  api?: string | undefined;
  betas?: readonly string[] | undefined;
  variables: JsonObject;
  placeholders: JsonObject;
  /** What follows the prompt's messages. */
  turns?: readonly Message[] | undefined;
  compileMode?: CompileMode | undefined;
}

/** One thing a person chose otherwise, in words that fit after "B: ". */
export interface AskedChange {
  kind: "prompt" | "model" | "api" | "parameter" | "variable" | "placeholder" | "turns" | "rules";
  text: string;
  /** Which of the prompt's messages and config keys differ, where both texts are known. */
  detail?: string;
}

/** What was chosen otherwise than in `before`, the prompt first. Nothing: both ask the same. */
export function askedChanges(before: Asked, after: Asked): AskedChange[] {
  const changes: AskedChange[] = [];
  const prompt = promptChange(before, after);
  if (prompt !== undefined) changes.push({ kind: "prompt", text: prompt, ...detailOf(before, after) });
  if (before.model !== after.model) {
    changes.push({ kind: "model", text: `model ${modelText(after.model)} instead of ${modelText(before.model)}` });
  }
  if (before.api !== after.api) changes.push({ kind: "api", text: `API ${after.api ?? "as usual"}` });
  const [oldBetas, ownBetas] = [before.betas ?? [], after.betas ?? []].map((betas) => betas.join(", "));
  if (oldBetas !== ownBetas) changes.push({ kind: "api", text: ownBetas === "" ? "no betas" : `betas ${ownBetas}` });
  for (const key of changedKeys(before.parameters, after.parameters)) {
    const [old, own] = [before.parameters[key], after.parameters[key]];
    changes.push({ kind: "parameter", text: valueText(key, old, own) });
  }
  for (const name of changedKeys(before.variables, after.variables)) {
    changes.push({ kind: "variable", text: `value of ${name}` });
  }
  for (const name of changedKeys(before.placeholders, after.placeholders)) {
    changes.push({ kind: "placeholder", text: `messages of ${name}` });
  }
  if (!isSame(turnsOf(before), turnsOf(after))) changes.push({ kind: "turns", text: "messages after the prompt" });
  if (before.compileMode !== undefined && after.compileMode !== undefined && before.compileMode !== after.compileMode) {
    changes.push({
      kind: "rules",
      text: `compiled as Langfuse ${after.compileMode === "js" ? "JavaScript" : "Python"}`,
    });
  }
  return changes;
}

const noTurns: readonly Message[] = [];

/** None is the same as an empty list; messages are JSON. */
function turnsOf({ turns = noTurns }: Asked): JsonValue {
  return asJson(turns.length === 0 ? noTurns : turns);
}

function promptChange(before: Asked, after: Asked): string | undefined {
  const [old, own] = [before.prompt, after.prompt];
  const [oldRef, ownRef] = [refOf(old), refOf(own)];
  if (!oldRef || !ownRef) return oldRef === ownRef ? undefined : own ? "with a prompt" : "without a prompt";
  if (promptKey(oldRef) !== promptKey(ownRef)) {
    return ownRef.name === oldRef.name
      ? "the prompt of another project"
      : `prompt ${ownRef.name} instead of ${oldRef.name}`;
  }
  if (old && own && isEdit(old) && isEdit(own)) return isSameText(old, own) ? undefined : "another edit of the prompt";
  const [oldSays, ownSays] = [saidBy(before), saidBy(after)];
  // An edit that was saved, or typed back to what is stored.
  if (oldSays && ownSays && isSameText(oldSays, ownSays)) return undefined;
  const [oldText, ownText] = [promptText(before), promptText(after)];
  return oldText === ownText ? undefined : `prompt ${ownText} instead of ${oldText}`;
}

function saidBy({ prompt, text }: Asked): EditableText | undefined {
  return prompt && isEdit(prompt) ? prompt : text;
}

/** So many messages and keys are named; the others are counted. */
const mostNamed = 4;

function detailOf(before: Asked, after: Asked): { detail?: string } {
  const [old, own] = [saidBy(before), saidBy(after)];
  if (!old || !own) return {};
  const parts = [...changedMessages(old.prompt, own.prompt), ...changedConfig(old.config, own.config)];
  if (parts.length === 0) return {};
  const more = parts.length - mostNamed;
  return { detail: [...parts.slice(0, mostNamed), ...(more > 0 ? [`${more} more`] : [])].join(", ") };
}

function changedMessages(before: EditableText["prompt"], after: EditableText["prompt"]): string[] {
  if (typeof before === "string" || typeof after === "string") return before === after ? [] : ["the text"];
  if (before.length !== after.length) {
    return [`${after.length} ${after.length === 1 ? "message" : "messages"} instead of ${before.length}`];
  }
  return after.flatMap((item, index) => (isSameItem(before[index], item) ? [] : [`message ${index + 1}`]));
}

function isSameItem(before: TemplateItem | undefined, after: TemplateItem): boolean {
  if (before === after || before === undefined) return before === after;
  if (before.type === "placeholder" || after.type === "placeholder") {
    return before.type === after.type && "name" in before && "name" in after && before.name === after.name;
  }
  return before.role === after.role && before.content === after.content;
}

function changedConfig(before: JsonValue, after: JsonValue): string[] {
  const [old, own] = [before ?? {}, after ?? {}];
  if (!isJsonObject(old) || !isJsonObject(own)) return isSame(old, own) ? [] : ["the config"];
  return changedKeys(old, own).map((key) => valueText(key, old[key], own[key]));
}

function promptText({ prompt, version }: Asked): string {
  if (!prompt) return "none";
  if (isEdit(prompt)) return "the edit";
  const known = prompt.version ?? version;
  return known === undefined ? (prompt.label ?? "production") : versionName(known);
}

function modelText(model: string | null): string {
  return model ?? "the prompt's own";
}

function valueText(key: string, before: JsonValue | undefined, after: JsonValue | undefined): string {
  if (after === undefined) return `without ${key}`;
  if (before === undefined) return `${key} ${shortText(after)}`;
  return `${key} ${shortText(after)} not ${shortText(before)}`;
}

/** Lists and long texts are told by being there, not by what they hold. */
function shortText(value: JsonValue): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length <= 24 ? text : "other";
}

function changedKeys(before: JsonObject, after: JsonObject): string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !isSame(before[key], after[key]));
}

function isSame(before: JsonValue | undefined, after: JsonValue | undefined): boolean {
  if (before === after) return true;
  return before !== undefined && after !== undefined && stableJson(before) === stableJson(after);
}
