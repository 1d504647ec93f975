import type { DatasetWarning } from "@shared/domain/dataset/dataset.ts";

const mostOfOneKind = 5;

/** Collects warnings; of one kind the first five are told one by one, beyond that one tells how many there are. */
export class WarningList {
  readonly #byCode = new Map<string, { first: DatasetWarning[]; count: number }>();

  add(warning: DatasetWarning): void {
    const kept = this.#byCode.get(warning.code) ?? { first: [], count: 0 };
    this.#byCode.set(warning.code, kept);
    kept.count += 1;
    if (kept.first.length < mostOfOneKind) kept.first.push(warning);
  }

  list(): DatasetWarning[] {
    return [...this.#byCode.values()].flatMap(({ first, count }) => {
      const [one] = first;
      if (count <= mostOfOneKind || one === undefined) return first;
      const places = first.map(({ line, row }) => (line === undefined ? `row ${row}` : `line ${line}`)).join(", ");
      return [{ ...one, message: `${one.message} ${count} such places in all, the first: ${places}.` }];
    });
  }
}

/** “name”, as warnings speak of columns. */
export const quoted = (name: string) => `“${name}”`;
