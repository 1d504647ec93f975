import type { JsonValue } from "../json/json.ts";
import type { WireHeader, WireRequest, WireText } from "../wire/wire.ts";
import { diffJson, type JsonDifference } from "./json-diff.ts";

/** One thing in which two requests differ, on the wire and after all mapping. */
export interface RequestDifference extends JsonDifference {
  part: "address" | "headers" | "body";
  /** What it is about in a word or two: "model", "temperature", "message 2". */
  subject: string;
}

/** Headers that follow from the rest. */
const derivedHeaders = new Set(["host", "content-length", "connection"]);
/** With more messages than these in a difference their number says more than a list. */
const mostNamedMessages = 3;

/** Every difference between two requests: address, headers in any order, and the body by JSON path. */
export function diffRequests(before: WireRequest, after: WireRequest): RequestDifference[] {
  return [...diffAddresses(before, after), ...diffHeaders(before, after), ...diffBodies(before.body, after.body)];
}

/** In what requests differ, in one line: "model, temperature, message 2"; empty when they do not. */
export function summarizeDifferences(differences: readonly RequestDifference[]): string {
  const subjects = new Set(differences.map(({ subject }) => subject));
  const messages = [...subjects].filter((subject) => /^message \d+$/.test(subject));
  const others = [...subjects].filter((subject) => !messages.includes(subject));
  const named = messages.length > mostNamedMessages ? [`${messages.length} messages`] : messages;
  return [...others, ...named].sort((one, other) => rank(one) - rank(other)).join(", ");
}

/** The model first, since it explains most; messages last, since they are long. */
function rank(subject: string): number {
  if (subject === "model") return 0;
  return /message/.test(subject) ? 2 : 1;
}

function diffAddresses(before: WireRequest, after: WireRequest): RequestDifference[] {
  const [one, other] = [`${before.method} ${before.url}`, `${after.method} ${after.url}`];
  if (one === other) return [];
  return [{ part: "address", path: "url", kind: "changed", before: one, after: other, subject: "address" }];
}

function diffHeaders(before: WireRequest, after: WireRequest): RequestDifference[] {
  const [one, other] = [headerTexts(before.headers), headerTexts(after.headers)];
  return [...new Set([...one.keys(), ...other.keys()])].flatMap((name): RequestDifference[] => {
    const [left, right] = [one.get(name), other.get(name)];
    if (left === right) return [];
    const kind = left === undefined ? "added" : right === undefined ? "removed" : "changed";
    const sides = { ...(left === undefined ? {} : { before: left }), ...(right === undefined ? {} : { after: right }) };
    return [{ part: "headers", path: name, kind, ...sides, subject: isKey(name) ? "key" : `header ${name}` }];
  });
}

function headerTexts(headers: readonly WireHeader[]): Map<string, string> {
  const kept = headers.filter(({ name }) => !derivedHeaders.has(name.toLowerCase()));
  return new Map(kept.map(({ name, value }) => [name.toLowerCase(), headerText(value)]));
}

/** Two keys of one variable differ by their hints. */
function headerText(value: WireText): string {
  return value.map((part) => (typeof part === "string" ? part : `$${part.variable} (${part.hint})`)).join("");
}

function isKey(name: string): boolean {
  return name === "authorization" || name === "x-api-key" || name === "api-key";
}

function diffBodies(before: string, after: string): RequestDifference[] {
  if (before === after) return [];
  const [one, other] = [parse(before), parse(after)];
  if (one === undefined || other === undefined) {
    return [{ part: "body", path: "$", kind: "changed", before, after, subject: "body" }];
  }
  const found = diffJson(one.value, other.value);
  if (found.length > 0)
    return found.map((difference) => ({ part: "body", ...difference, subject: subjectOf(difference) }));
  const subject = "order of keys or white space";
  return [{ part: "body", path: "$", kind: "changed", before, after, subject }];
}

function subjectOf({ path }: JsonDifference): string {
  const message = /^\$\.messages\[(\d+)\]/.exec(path);
  if (message) return `message ${Number(message[1]) + 1}`;
  const [, key] = /^\$\.([\w$]+)/.exec(path) ?? [];
  if (key === "messages") return "messages";
  if (key === "system") return "system message";
  return key ?? path.slice(1).replace(/^\['([\s\S]*?)'\][\s\S]*$/, "$1");
}

function parse(text: string): { value: JsonValue } | undefined {
  try {
    return { value: JSON.parse(text) as JsonValue };
  } catch {
    return undefined;
  }
}
