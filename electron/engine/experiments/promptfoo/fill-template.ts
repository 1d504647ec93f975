import type { ExperimentPrompt, ExperimentRow, FilledCell } from "@shared/domain/experiment/read-experiment.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { mapStrings } from "@shared/domain/json/map-strings.ts";
import { messageListSchema } from "@shared/domain/message/message.ts";
import { renderNunjucksText } from "../../pipeline/nunjucks-template.ts";

/**
 * A prompt of a promptfoo config with the values of a row (`README.md#how-promptfoo-fills`): values first, then the
 * prompt once. Of a chat each text is filled by itself, so that no value can break its JSON.
 * @throws AppFailure `template_invalid`
 */
export function fillTemplate(
  prompt: Extract<ExperimentPrompt, { kind: "template" }>,
  row: ExperimentRow,
): Pick<FilledCell, "messages" | "text" | "problem"> {
  const values = fillValues(row.filled ?? row.variables);
  if (prompt.messages === null) {
    const [before, behind] = row.around ?? ["", ""];
    const text = renderText(`${before}${prompt.raw}${behind}`, values);
    return { messages: [{ role: "user", content: text }], text };
  }
  const filled = mapStrings(prompt.messages, (text) => renderNunjucksText(text, values));
  const parsed = messageListSchema.safeParse(filled);
  return parsed.success ? { messages: parsed.data } : { problem: "The prompt is no list of messages." };
}

/** A prompt that is JSON and no chat is filled text by text, too, and written again. */
function renderText(raw: string, values: JsonObject): string {
  if (!/^\s*[[{]\s*["[{\]}]/.test(raw)) return renderNunjucksText(raw, values);
  let parsed: JsonValue;
  try {
    parsed = JSON.parse(raw) as JsonValue;
  } catch {
    return renderNunjucksText(raw, values);
  }
  return JSON.stringify(
    mapStrings(parsed, (text) => renderNunjucksText(text, values)),
    null,
    2,
  );
}

/** In a value only `{{ name }}` of another value is put in; everything else in it is data. Circles stay as written. */
export function fillValues(values: JsonObject): JsonObject {
  const filled = new Map<string, JsonValue>();
  const filledValue = (name: string, open: readonly string[]): JsonValue => {
    const known = filled.get(name);
    if (known !== undefined) return known;
    const inside = [...open, name];
    const fill = (text: string) =>
      text.replace(/\{\{\s*([\w.-]+)\s*\}\}/g, (written, other: string) => {
        if (other === "env" || inside.includes(other) || !Object.hasOwn(values, other)) return written;
        return textOf(filledValue(other, inside));
      });
    const value = mapStrings(values[name] ?? null, fill);
    if (open.length === 0) filled.set(name, value);
    return value;
  };
  return Object.fromEntries(
    Object.keys(values).map((name) => [name, name === "env" ? (values[name] ?? null) : filledValue(name, [])]),
  );
}

function textOf(value: JsonValue): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
