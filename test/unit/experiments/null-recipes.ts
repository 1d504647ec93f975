import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import type { CellPlace } from "@shared/domain/job/expand-cells.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { type SeededRandom, seededRandom } from "@shared/domain/statistics/seeded-random.ts";

/*
 * Experiments whose truth is known. In the null ones both variants are equally good, and yet differ row by row: a wrong unit
 * would take repetitions, or rows of one group, for independent evidence.
 */

export interface Recipe {
  name: string;
  spec(seed: number): ExperimentSpec;
  /** Which answers are right, by cell. */
  truth(seed: number): (place: CellPlace) => boolean;
}

/** Of other draws than the order of the units. */
const streamOf = (seed: number) => seed * 7_919 + 13;

const request: ExperimentSpec["variants"][number]["request"] = {
  ...emptyRequest,
  clientMessages: [{ role: "user", content: "?" }],
  modelOverride: "openai/gpt-4o",
};

export function specOf(rows: number, more: { seed: number; repetitions?: number; groupsOf?: number }): ExperimentSpec {
  const { seed, repetitions = 1, groupsOf } = more;
  return {
    title: "virtual",
    base: "base",
    repetitions,
    seed,
    verdict: { score: "pass", delta: 0.02, alpha: 0.05 },
    limits: { concurrency: 128 },
    gates: [],
    variants: ["base", "edit"].map((name) => ({ name, model: "openai/gpt-4o", request })),
    checks: [],
    rows: Array.from({ length: rows }, (_, index) => ({
      id: String(index),
      variables: {},
      placeholders: {},
      ...(groupsOf === undefined ? {} : { group: `group ${Math.floor(index / groupsOf)}` }),
    })),
  };
}

/** One repetition, no groups: each variant is right with its own chance. */
export function plain(rows: number, chances: { base: number; edit: number }): Recipe {
  return {
    name: "single rows",
    spec: (seed) => specOf(rows, { seed }),
    truth(seed) {
      const random = seededRandom(streamOf(seed));
      const right = new Map<string, boolean>();
      for (let row = 0; row < rows; row += 1) {
        right.set(`${row} base`, random.next() < chances.base);
        right.set(`${row} edit`, random.next() < chances.edit);
      }
      return ({ row, variant }) => right.get(`${row} ${variant}`) === true;
    },
  };
}

/** The logit of a row's pass rate is N(1.2, 1.2²), with an N(0, 1) of its own for each variant. */
export function repeated(rows: number, repetitions: number): Recipe {
  return {
    name: "repetitions",
    spec: (seed) => specOf(rows, { seed, repetitions }),
    truth(seed) {
      const random = seededRandom(streamOf(seed));
      const right = new Map<string, boolean>();
      for (let row = 0; row < rows; row += 1) {
        const logit = 1.2 + 1.2 * normal(random);
        for (const variant of ["base", "edit"]) {
          const rate = 1 / (1 + Math.exp(-(logit + normal(random))));
          for (let repetition = 0; repetition < repetitions; repetition += 1)
            right.set(`${row} ${variant} ${repetition}`, random.next() < rate);
        }
      }
      return ({ row, variant, repetition }) => right.get(`${row} ${variant} ${repetition}`) === true;
    },
  };
}

/** A row's difference is +1, 0 or −1 with 0.16, 0.68, 0.16; with a chance of √ICC it is that of its group. */
export function grouped(groups: number, each: number, icc: number): Recipe {
  return {
    name: "groups",
    spec: (seed) => specOf(groups * each, { seed, groupsOf: each }),
    truth(seed) {
      const random = seededRandom(streamOf(seed));
      const draw = () => {
        const chance = random.next();
        return chance < 0.16 ? 1 : chance < 0.84 ? 0 : -1;
      };
      const right = new Map<string, boolean>();
      for (let group = 0; group < groups; group += 1) {
        const shared = draw();
        for (let index = 0; index < each; index += 1) {
          const difference = random.next() < Math.sqrt(icc) ? shared : draw();
          const both = random.next() < 0.5;
          const row = group * each + index;
          right.set(`${row} edit`, difference === 0 ? both : difference > 0);
          right.set(`${row} base`, difference === 0 ? both : difference < 0);
        }
      }
      return ({ row, variant }) => right.get(`${row} ${variant}`) === true;
    },
  };
}

function normal(random: SeededRandom): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
