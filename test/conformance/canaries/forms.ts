import { randomBytes } from "node:crypto";

/** A key that no other text has, random each time: with the characters keys have that are escaped somewhere. */
export function canary(name: string): string {
  return `sk-${name}-${randomBytes(9).toString("base64").replaceAll("+", "/")}/+${randomBytes(6).toString("hex")}`;
}

const hex = (key: string) => Buffer.from(key).toString("hex");
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Ways to write a key down. */
export const forms: Record<string, (key: string) => string> = {
  plain: (key) => key,
  bearer: (key) => `Bearer ${key}`,
  base64: (key) => base64(key),
  "base64 behind one byte": (key) => base64(`=${key}`),
  "base64 behind two bytes": (key) => base64(`x=${key}`),
  "base64 of the header": (key) => base64(`Bearer ${key}`),
  base64url: (key) => Buffer.from(`Authorization: Bearer ${key}\r\n`).toString("base64url"),
  "base64 with escaped slashes": (key) => base64(key).replaceAll("/", "\\/"),
  hex,
  "hex in capitals": (key) => hex(key).toUpperCase(),
  "URL encoded": encodeURIComponent,
  "URL encoded, every character": (key) => hex(key).replace(/../g, "%$&"),
  "URL encoded twice": (key) => encodeURIComponent(encodeURIComponent(key)),
  "escaped slashes": (key) => key.replaceAll("/", "\\/"),
  "Unicode escapes": (key) => hex(key).replace(/../g, "\\u00$&"),
  "Unicode escapes in JSON in JSON": (key) => hex(key).replace(/../g, "\\\\u00$&"),
  entities: (key) => hex(key).replace(/../g, "&#x$&;"),
};

const partLength = 16;

/**
 * Which of the keys a text gives away, in any form, or in pieces beside each other in its JSON. Written without the
 * product's own code: it undoes what it finds instead of looking for what is known.
 */
export function leaksOf(text: string, keys: Readonly<Record<string, string>>): string[] {
  const plain = [text, ...undone(text)];
  const views = [...plain, ...plain.map(joinedTexts)];
  const bytes = views.flatMap(decoded);
  return Object.entries(keys).flatMap(([name, key]) => {
    // A part of a key is most of its secret.
    const parts = Array.from({ length: key.length - partLength + 1 }, (_, at) => key.slice(at, at + partLength));
    return [...views, ...bytes].some((view) => parts.some((part) => view.includes(part))) ? [`${name}: ${key}`] : [];
  });
}

function undone(text: string): string[] {
  const steps: string[] = [];
  let current = text;
  for (let step = 0; step < 4; step += 1) {
    const next = current
      .replace(/\\+u00([0-9a-f]{2})/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/&#x([0-9a-f]{2});/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/%([2-7][0-9a-f])/gi, (_all, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
      .replace(/\\+([/"])/g, "$1");
    if (next === current) break;
    steps.push(next);
    current = next;
  }
  return steps;
}

/** What a reader of the stream sees: the growing texts of its events, one behind the other. */
function joinedTexts(text: string): string {
  const names = "content|text|thinking|partial_json|arguments|reasoning|reasoning_content|refusal";
  const texts = text.replace(/\\+"/g, '"').matchAll(new RegExp(`"(?:${names})":"([^"]*)"`, "g"));
  return [...texts].map(([, one]) => one).join("");
}

function decoded(text: string): string[] {
  const hexRuns = [...text.matchAll(/[0-9a-f]{24,}/gi)].map(([run]) => Buffer.from(run, "hex").toString("latin1"));
  const runs = [...text.replaceAll("\\/", "/").matchAll(/[A-Za-z0-9+/_-]{20,}/g)];
  const base64Runs = runs.flatMap(([run]) =>
    [0, 1, 2, 3].map((skip) => Buffer.from(run.slice(skip), "base64").toString("latin1")),
  );
  return [...hexRuns, ...base64Runs];
}
