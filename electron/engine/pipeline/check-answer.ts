import { isJsonObject, type JsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { schemaOfResponseFormat } from "@shared/domain/message/response-format.ts";
import type { AnswerChecks, SchemaCheck } from "@shared/domain/message/schema-check.ts";
import { functionsOf } from "@shared/domain/message/tool-definitions.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { Outcome, RunOutput } from "@shared/domain/run/stream-event.ts";
import { withinTime } from "../time/time-limit.ts";

/** A schema and the answer to it both come from outside; together they may not stop the app for longer. */
const longestCheckMs = 1_000;
const mostErrors = 20;

/**
 * Checks a complete answer against the schema it was asked for and every tool call against the parameters of its tool.
 * @returns undefined when there was nothing to check against, or when the body was typed by hand.
 */
export async function checkAnswer(
  plan: RequestPlan,
  output: RunOutput,
  outcome: Outcome,
): Promise<AnswerChecks | undefined> {
  const isComplete = outcome.kind === "completed" || outcome.kind === "completed_unterminated";
  if (!isComplete || plan.handEdited) return undefined;
  const schema = schemaOfResponseFormat(sentValue(plan, "response_format"));
  const calls = output.toolCalls.filter((call) => call !== undefined);
  // A model that calls a tool or refuses has not given the answer the schema is for.
  const checksText = schema !== undefined && (output.text !== "" || (calls.length === 0 && output.refusal === ""));
  if (!checksText && calls.length === 0) return undefined;
  const functions = functionsOf(sentValue(plan, "tools"));
  const toolCalls = calls.map(async ({ function: { name, arguments: text } }) => ({
    name,
    ...(await checkToolCall(functions.get(name), name, text)),
  }));
  return {
    ...(checksText ? { output: await validateStructuredOutput(schema, output.text) } : {}),
    toolCalls: await Promise.all(toolCalls),
  };
}

/**
 * Checks a JSON text against a JSON schema (draft 2020-12; the older drafts where `$schema` names one). A schema that
 * cannot be used, and a check that takes too long, are errors too: nothing counts as valid that was not checked.
 */
export async function validateStructuredOutput(schema: JsonObject, text: string): Promise<SchemaCheck> {
  let value: JsonValue;
  try {
    value = JSON.parse(text) as JsonValue;
  } catch (error) {
    return failed(`The text is not JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const ajv = await createAjv(schema);
  try {
    const checked = withinTime(longestCheckMs, () => validate(ajv, schema, value));
    return checked?.value ?? failed("The check took too long and was given up.");
  } catch (error) {
    return failed(`The schema cannot be used: ${error instanceof Error ? error.message : String(error)}`);
  }
}

type Ajv = import("ajv").Ajv;

async function createAjv({ $schema }: JsonObject): Promise<Ajv> {
  const options = { strict: false, allErrors: true, validateFormats: false, logger: false } as const;
  if (typeof $schema === "string" && /draft-0[4-7]/.test($schema)) {
    const { Ajv } = await import("ajv");
    return warmedUp(new Ajv(options));
  }
  const { Ajv2020 } = await import("ajv/dist/2020.js");
  return warmedUp(new Ajv2020(options));
}

/** The schema of schemas is ours to compile: on a busy machine it took the time that the person's own schema has. */
function warmedUp<One extends Ajv>(ajv: One): One {
  ajv.compile({});
  return ajv;
}

function validate(ajv: Ajv, { $schema: _dialect, ...schema }: JsonObject, value: JsonValue): SchemaCheck {
  const check = ajv.compile(schema);
  if (check(value)) return { valid: true, errors: [] };
  const errors = (check.errors ?? []).slice(0, mostErrors);
  return {
    valid: false,
    errors: errors.map(({ instancePath, message, params }) => ({
      path: instancePath,
      message: `${message ?? "does not fit"}${subjectOf(params)}`,
    })),
  };
}

/** Two messages of ajv leave out what they are about. */
function subjectOf(params: Record<string, unknown>): string {
  const { additionalProperty, allowedValues } = params;
  if (typeof additionalProperty === "string") return `: “${additionalProperty}”`;
  return Array.isArray(allowedValues) ? `: ${allowedValues.map((one) => JSON.stringify(one)).join(", ")}` : "";
}

async function checkToolCall(tool: JsonObject | undefined, name: string, text: string): Promise<SchemaCheck> {
  if (!tool) return failed(`No tool “${name}” was offered.`);
  const parameters = tool["parameters"];
  // A tool without parameters is called with nothing or with an empty object.
  const schema = isJsonObject(parameters) ? parameters : { type: "object" };
  return validateStructuredOutput(schema, text.trim() === "" ? "{}" : text);
}

function sentValue(plan: RequestPlan, key: string): JsonValue | undefined {
  return plan.parameters.find((parameter) => parameter.key === key && parameter.sent)?.value;
}

function failed(message: string): SchemaCheck {
  return { valid: false, errors: [{ path: "", message }] };
}
