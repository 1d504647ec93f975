import type { SaveProblem, SaveProblemCode } from "@shared/domain/prompt/save-outcome.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import type { NewVersion } from "../library-writing.ts";
import { nameProblems } from "./langfuse-name-rules.ts";
import { newVersionBody } from "./langfuse-new-version.ts";

/** Next.js' limit of a body; 1 MiB still passes. */
const bodyLimit = 1_048_576;
const longestMessage = 500;
const longestLabel = 36;

type Path = SaveProblem["path"];

export function problem(
  code: SaveProblemCode,
  path: Path,
  message: string,
  severity: SaveProblem["severity"] = "blocks",
): SaveProblem {
  return { code, path, severity, message };
}

/**
 * What Langfuse 4.16 refuses about a version, fails on, or changes in silence (`README.md#writing-to-langfuse`), said
 * before anything is sent.
 */
export function langfuseProblems(version: NewVersion): SaveProblem[] {
  const { name, prompt, config, labels, tags = [], commitMessage = "" } = version;
  const found = [
    ...nameProblems(name),
    ...labels.flatMap((label, index) => labelProblems(label, ["labels", index])),
    ...(typeof prompt === "string" ? [] : prompt.flatMap((item, index) => itemProblems(item, ["prompt", index]))),
    ...namesUsedTwice(version),
    ...[...textsIn(name, ["name"]), ...textsIn(prompt, ["prompt"]), ...textsIn(config, ["config"])].flatMap(
      textProblem,
    ),
    ...[...textsIn(tags, ["tags"]), ...textsIn(commitMessage, ["commitMessage"])].flatMap(textProblem),
    ...numbersIn(config, ["config"]),
  ];
  if (commitMessage.length > longestMessage) {
    const words = `The commit message has ${commitMessage.length} characters; Langfuse takes ${longestMessage}.`;
    found.push(problem("message_too_long", ["commitMessage"], words));
  }
  const bytes = new TextEncoder().encode(newVersionBody(version)).byteLength;
  if (bytes > bodyLimit) {
    const words = `Langfuse takes 1 MB a version; this one has ${(bytes / bodyLimit).toFixed(2)} MB with its config.`;
    found.push(problem("too_large", ["prompt"], words));
  }
  return found;
}

/** Creating refuses such labels; moving one does not, and then nothing can read it. */
export function labelProblems(label: string, path: Path): SaveProblem[] {
  if (label.length > longestLabel) {
    return [problem("label_invalid", path, `A label has ${longestLabel} characters at most; “${label}” has more.`)];
  }
  if (/^[a-z0-9_.-]+$/.test(label)) return [];
  const words = `“${label}” cannot be a label: lower-case letters, digits, “-”, “_” and “.” only.`;
  return [problem("label_invalid", path, words)];
}

function itemProblems(item: Exclude<NewVersion["prompt"], string>[number], path: Path): SaveProblem[] {
  const { type, ...others }: { type?: unknown; [key: string]: unknown } = { ...item };
  const isPlaceholder = type === "placeholder";
  const kept = isPlaceholder ? ["name"] : ["role", "content"];
  const dropped = Object.keys(others).filter((key) => !kept.includes(key));
  const found = dropped.map((key) => {
    const words = `Langfuse would drop “${key}” of this message. Tools and tool calls belong in the config.`;
    return problem("message_keys", [...path, key], words, "changes");
  });
  if (isPlaceholder && !/^[a-zA-Z][a-zA-Z0-9_]*$/.test(String(others["name"]))) {
    const words = `“${others["name"]}” cannot be a placeholder: a letter first, then letters, digits and “_”.`;
    found.push(problem("placeholder_name", [...path, "name"], words));
  }
  if (!isPlaceholder && typeof others["content"] !== "string") {
    found.push(problem("content_parts", [...path, "content"], "Langfuse keeps text messages only, no parts."));
  }
  if (!isPlaceholder && type !== undefined && type !== "chatmessage") {
    const words = `Langfuse would drop the type “${type}” of this message.`;
    found.push(problem("message_type", [...path, "type"], words, "changes"));
  }
  return found;
}

function namesUsedTwice({ prompt }: NewVersion): SaveProblem[] {
  if (typeof prompt === "string") return [];
  const { variables, placeholders } = listVariables(prompt);
  return placeholders
    .filter((name) => variables.includes(name))
    .map((name) => {
      const index = prompt.findIndex((item) => item.type === "placeholder" && item.name === name);
      const words = `“${name}” is the name of a variable and of a placeholder; Langfuse refuses both at once.`;
      return problem("name_twice", ["prompt", index, "name"], words);
    });
}

/** Every text of a value with its place, keys among them. */
function* textsIn(value: unknown, path: Path): Generator<{ text: string; path: Path }> {
  if (typeof value === "string") yield { text: value, path };
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const place = [...path, Array.isArray(value) ? Number(key) : key];
    if (!Array.isArray(value)) yield { text: key, path: place };
    yield* textsIn(part, place);
  }
}

function textProblem({ text, path }: { text: string; path: Path }): SaveProblem[] {
  const found: SaveProblem[] = [];
  if (text.includes("\0")) {
    const words = "There is a NUL character in this text, on which Langfuse fails.";
    found.push(problem("nul_character", path, words));
  }
  if (!text.isWellFormed()) {
    const words = "There is half of a character (a lone surrogate) in this text, on which Langfuse fails.";
    found.push(problem("lone_surrogate", path, words));
  }
  return found;
}

/** A number loses its seventeenth digit on its way into Langfuse's database. */
function* numbersIn(value: unknown, path: Path): Generator<SaveProblem> {
  if (typeof value === "number" && Number(value.toPrecision(16)) !== value) {
    const words = `Langfuse rounds numbers to 16 digits: ${value} would become ${Number(value.toPrecision(16))}.`;
    yield problem("number_rounded", path, words, "changes");
  }
  if (typeof value !== "object" || value === null) return;
  for (const [key, part] of Object.entries(value)) {
    const place = [...path, Array.isArray(value) ? Number(key) : key];
    if (key === "__proto__") {
      yield problem("key_dropped", place, "Langfuse would drop the key “__proto__”.", "changes");
    }
    yield* numbersIn(part, place);
  }
}
