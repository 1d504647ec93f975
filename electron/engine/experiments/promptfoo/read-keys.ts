import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { type Config, partOf } from "./config.ts";

const read = new Set([
  ...["prompts", "providers", "targets", "tests", "description", "defaultTest", "scenarios", "evaluateOptions"],
  ...["env", "assertionTemplates", "$schema"],
]);
/** About promptfoo's own work and nobody's loss. */
const ignored = new Set(["commandLineOptions", "sharing", "writeLatestResults", "metadata", "version", "tags"]);
const refused: readonly [string, string][] = [
  ["redteam", "Attacks are made by promptfoo's own service"],
  ["derivedMetrics", "Metrics that are made of others are not computed"],
  ["nunjucksFilters", "Filters are programs, which are not run"],
  ["extensions", "Extensions are programs, which are not run"],
];

/** The keys at the top of a config: how often and how many at once, and what is not used or left out. */
export function readKeys(config: Config): { repetitions: number; concurrency?: number } {
  const { source, findings } = config;
  const value = isJsonObject(source.value) ? source.value : {};
  const unused: { key: string; line: number }[] = [];
  for (const [key, inside] of Object.entries(value)) {
    const place = source.placeOf([key]);
    const why = refused.find(([name]) => name === key)?.[1];
    if (why !== undefined) findings.refuse(place, "key", `${key} is left out. ${why}.`);
    else if (key === "outputPath")
      findings.warn(
        place,
        "outputPath",
        "outputPath is not used: reading a config writes no file; there is a report instead.",
      );
    else if (key === "envPath")
      findings.warn(place, "envPath", "envPath is not read, since it holds secrets: set its variables before.");
    else if (ignored.has(key)) {
      // What is switched off is missed by nobody.
      if (inside !== false) unused.push({ key, line: place.line });
    } else if (!read.has(key)) findings.warn(place, "unknown-key", `“${key}” is no key of a config and is not used.`);
  }
  const [first] = unused;
  if (first) {
    const names = unused.map(({ key, line }) => `${key} (line ${line})`).join(", ");
    findings.warn(source.placeOf([first.key]), "unused-key", `Not used here: ${names}.`);
  }
  return optionsOf(config, value["evaluateOptions"]);
}

function optionsOf(config: Config, options: JsonValue | undefined): { repetitions: number; concurrency?: number } {
  if (!isJsonObject(options)) return { repetitions: 1 };
  const { repeat, maxConcurrency, ...others } = options;
  for (const key of Object.keys(others)) {
    const why = key === "delay" ? "the pace comes from the limits" : "it is about promptfoo's own work";
    config.findings.warn(partOf(config, "evaluateOptions", key).placeOf(), "option", `${key} is not used: ${why}.`);
  }
  return {
    repetitions: typeof repeat === "number" && repeat >= 1 ? Math.floor(repeat) : 1,
    ...(typeof maxConcurrency === "number" && maxConcurrency >= 1 ? { concurrency: Math.floor(maxConcurrency) } : {}),
  };
}
