import { isSameText } from "../edit/editor-document.ts";
import type { JsonObject, JsonValue } from "../json/json.ts";
import { stableJson } from "../json/stable-json.ts";
import type { RunPrompt } from "../prompt/prompt.ts";
import { promptKey } from "../prompt/prompt-key.ts";
import { isEdit, refOf } from "../prompt/run-prompt.ts";
import { versionLabel } from "../prompt/version-text.ts";

/** What a person chose before a run, apart from how it is put on the wire. */
export interface Asked {
  prompt: RunPrompt | null;
  /** The version behind the prompt's label, where it is known. */
  version?: string | undefined;
  /** Null while the prompt's config decides it. */
  model: string | null;
  parameters: JsonObject;
  variables: JsonObject;
  placeholders: JsonObject;
}

/** One thing a person chose otherwise, in words that fit after "B: ". */
export interface AskedChange {
  kind: "prompt" | "model" | "parameter" | "variable" | "placeholder";
  text: string;
}

/** What was chosen otherwise than in `before`, the prompt first. Nothing: both ask the same. */
export function askedChanges(before: Asked, after: Asked): AskedChange[] {
  const changes: AskedChange[] = [];
  const prompt = promptChange(before, after);
  if (prompt !== undefined) changes.push({ kind: "prompt", text: prompt });
  if (before.model !== after.model) {
    changes.push({ kind: "model", text: `model ${modelText(after.model)} instead of ${modelText(before.model)}` });
  }
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
  return changes;
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
  const [oldText, ownText] = [promptText(before), promptText(after)];
  return oldText === ownText ? undefined : `prompt ${ownText} instead of ${oldText}`;
}

function promptText({ prompt, version }: Asked): string {
  if (!prompt) return "none";
  if (isEdit(prompt)) return "the edit";
  const known = prompt.version ?? version;
  return known === undefined ? (prompt.label ?? "production") : versionLabel(known);
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
