import { isJsonObject } from "../json/is-json-object.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { CodeRecord, CodeText, type CodeValue, knownValue, SpreadCode, UnknownCode } from "./code-value.ts";
import { type ImportNotes, shortText } from "./import-notes.ts";
import type { VariableNames } from "./variable-names.ts";

/** Keys whose value is text of a prompt: an expression there becomes a variable. */
const textKeys = new Set(["content", "text", "system", "instructions", "input", "prompt"]);
/** What of a request is prompt, and not config. */
const promptKeys = new Set(["messages", "input", "system", "instructions", "prompt"]);
/** Lists of messages: an expression in there becomes a placeholder. `input` may be one text. */
const messageLists = new Set(["messages", "input"]);

export interface SettleTools {
  notes: ImportNotes;
  names: VariableNames;
  /** What variables are in the program, by name. */
  values: JsonObject;
}

type Path = readonly (string | number)[];

/** Makes JSON of what a program says of a request; what is not known becomes a variable, a placeholder or a note. */
export function settleRequest(request: CodeRecord, tools: SettleTools): JsonObject {
  for (const { code } of request.unknown) {
    tools.notes.lost("expression_not_taken", `“${shortText(code)}” adds to the request what the text does not say.`);
  }
  const body = settle(request, [], tools);
  return isJsonObject(body) ? body : {};
}

function settle(value: CodeValue, path: Path, tools: SettleTools): JsonValue | undefined {
  if (Array.isArray(value)) return settleList(value, path, tools);
  if (value instanceof CodeRecord) return settleRecord(value, path, tools);
  if (value instanceof CodeText) {
    return isText(path) ? textOf(value, tools) : (knownValue(value) ?? dropped(codeOf(value), path, tools));
  }
  if (value instanceof SpreadCode) return settle(value.inner, path, tools);
  if (!(value instanceof UnknownCode)) return value;
  if (path.length === 1 && path[0] === "messages") return [placeholder(value, tools)];
  if (isText(path)) return textOf(new CodeText([value]), tools);
  return value.known ?? dropped(value.code, path, tools);
}

function settleList(list: readonly CodeValue[], path: Path, tools: SettleTools): JsonValue {
  const isMessages = path.length === 1 && messageLists.has(String(path[0]));
  return list.flatMap((item, index) => {
    const unknown = item instanceof SpreadCode ? item.inner : item;
    if (isMessages && unknown instanceof UnknownCode) return [placeholder(unknown, tools)];
    const settled = settle(item, [...path, index], tools);
    if (settled === undefined) return [];
    return item instanceof SpreadCode && Array.isArray(settled) ? settled : [settled];
  });
}

function settleRecord(record: CodeRecord, path: Path, tools: SettleTools): JsonValue {
  const entries = record.entries.flatMap(([key, item]): [string, JsonValue][] => {
    const settled = settle(item, [...path, key], tools);
    return settled === undefined ? [] : [[key, settled]];
  });
  if (path.length > 0) for (const { code } of record.unknown) dropped(code, path, tools);
  return Object.fromEntries(entries);
}

function isText(path: Path): boolean {
  return promptKeys.has(String(path[0])) && textKeys.has(String(path.at(-1)));
}

function textOf({ parts }: CodeText, { names, notes, values }: SettleTools): string {
  return parts
    .map((part) => {
      if (typeof part === "string") return part;
      const name = names.nameOf(part.code);
      if (part.known !== undefined) values[name] = part.known;
      const format =
        part.code.indexOf(":") > 0 && !/["'[(]/.test(part.code) ? " The format behind the colon is not kept." : "";
      notes.changed("became_variable", `“${shortText(part.code)}” is the variable {{${name}}} now.${format}`);
      return `{{${name}}}`;
    })
    .join("");
}

function placeholder({ code }: UnknownCode, { names, notes }: SettleTools): JsonValue {
  // A variable of that name may stand in a text: one name for both is refused by Langfuse.
  const name = names.nameOf(`...${code}`);
  notes.changed(
    "became_placeholder",
    `The messages of “${shortText(code)}” are made elsewhere in the program: they are the placeholder ${name} now.`,
  );
  return { type: "placeholder", name };
}

function dropped(code: string, path: Path, { notes }: SettleTools): undefined {
  const place = path.filter((key) => typeof key === "string").join(".");
  notes.lost("expression_not_taken", `${place}: “${shortText(code)}” is not known from this text.`);
  return undefined;
}

function codeOf({ parts }: CodeText): string {
  return parts.map((part) => (typeof part === "string" ? part : `{${part.code}}`)).join("");
}
