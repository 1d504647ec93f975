import type { Finding } from "@shared/domain/experiment/read-experiment.ts";
import type { Place } from "../reading/yaml-source.ts";

/** Of one kind so many are told one by one; the last says how many more there are. */
const mostOfOneKind = 20;

/** What is to be said of a config: what is read otherwise than promptfoo does, and what is left out. */
export class Findings {
  readonly warnings: Finding[] = [];
  readonly refusals: Finding[] = [];
  readonly #refused = new Set<string>();
  readonly #counts = new Map<string, number>();

  warn(place: Place, code: string, message: string): void {
    const count = (this.#counts.get(code) ?? 0) + 1;
    this.#counts.set(code, count);
    if (count <= mostOfOneKind) this.warnings.push({ ...place, code, message });
  }

  /** Each part that is left out is named: a check that is dropped makes a gate weaker. */
  refuse(place: Place, code: string, message: string): void {
    // What all tests have is read with each of them.
    const key = JSON.stringify([place.file, place.line, place.column, message]);
    if (this.#refused.has(key)) return;
    this.#refused.add(key);
    this.refusals.push({ ...place, code, message });
  }

  /** In the order of files and lines, with how often what was not told one by one. */
  list(): Finding[] {
    const more = [...this.#counts].filter(([, count]) => count > mostOfOneKind);
    return [
      ...this.warnings,
      ...more.flatMap(([code, count]) => {
        const last = this.warnings.findLast((one) => one.code === code);
        return last ? [{ ...last, message: `${last.message} ${count} such places in all.` }] : [];
      }),
    ];
  }
}

const languages: readonly [RegExp, string][] = [
  [/\.py(?::\w+)?$/, "Python"],
  [/\.[cm]?ts(?::\w+)?$/, "TypeScript"],
  [/\.[cm]?js(?::\w+)?$/, "JavaScript"],
  [/\.go(?::\w+)?$/, "Go"],
  [/\.rb(?::\w+)?$/, "Ruby"],
  [/\.sh$/, "a shell"],
];

/** The language of a program by the name of its file. */
export function programOf(path: string): string | undefined {
  return languages.find(([pattern]) => pattern.test(path))?.[1];
}

/** The path of `file://…`. */
export function fileOf(text: unknown): string | undefined {
  return typeof text === "string" && text.startsWith("file://") ? text.slice("file://".length) : undefined;
}
