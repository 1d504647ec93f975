import type { JsonObject } from "@shared/domain/json/json.ts";
import type { Place } from "../reading/yaml-source.ts";
import type { Findings } from "./findings.ts";
import { knownKinds } from "./kinds-of-checks.ts";

const inLists = /^(?:not-)?i?contains-a(?:ny|ll)$/;

/**
 * A check as it stands in a cell `__expected`: `contains:moon`, `similar(0.8):the moon`, `fn:…`, or a text that the answer
 * equals. A word in front of a colon that is no check makes promptfoo compare the whole text; that is said.
 */
export function checksOfCell(text: string, place: Place, findings: Findings): JsonObject {
  const written = text.trim();
  const code = /^(?:javascript|fn|eval):([\s\S]*)$/.exec(written);
  if (code) return { type: "javascript", value: (code[1] ?? "").trim() };
  const rubric = /^(?:grade|llm-rubric):([\s\S]*)$/.exec(written);
  if (rubric) return { type: "llm-rubric", value: (rubric[1] ?? "").trim() };
  if (written.startsWith("python:")) return { type: "python", value: written.slice("python:".length).trim() };
  if (written.startsWith("file://")) return { type: /\.py\b/.test(written) ? "python" : "javascript", value: written };
  const [, word = "", threshold, value] = /^([\w-]+)(?:\(([\d.]+)\))?(?::([\s\S]*))?$/.exec(written) ?? [];
  const base = word.replace(/^not-/, "");
  if (knownKinds.has(base) && (value !== undefined || threshold !== undefined || isWhole(base))) {
    if (base === "llm-rubric" && threshold !== undefined) {
      findings.warn(
        place,
        "assertion-threshold-lost",
        `Line ${place.line}: promptfoo loses the threshold ${threshold} of ${word}.`,
      );
    }
    const inside = value?.trim();
    return {
      type: word,
      ...(inside === undefined || inside === ""
        ? {}
        : { value: inLists.test(word) ? inside.split(",").map((item) => item.trim()) : inside }),
      ...(threshold === undefined ? {} : { threshold: Number(threshold) }),
    };
  }
  const [, unknown] = /^([a-z][\w-]*)(?:[:<>(])/.exec(written) ?? [];
  if (unknown !== undefined) {
    findings.warn(
      place,
      "assertion-word-unknown",
      `Line ${place.line}: “${unknown}” is no check, so the answer has to equal the whole text “${written.slice(0, 60)}”, as in promptfoo.`,
    );
  }
  return { type: "equals", value: text };
}

/** Checks that need nothing behind their name. */
function isWhole(kind: string): boolean {
  return kind === "is-json" || kind === "contains-json";
}
