import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as statistics from "@shared/domain/statistics/statistics.ts";
import { describe, expect, it } from "vitest";

/*
 * Every function against values computed apart from it (their source stands in the file). A section names its function, a
 * case its inputs and outputs, in snake case.
 */
type Case = Record<string, unknown> & { id: string };
interface Section {
  tol_abs?: number;
  tol_abs_log?: number;
  tol_rel?: number;
  rule?: string;
  cases: Case[];
}

const vectors = JSON.parse(
  readFileSync(join(import.meta.dirname, "../../../fixtures/statistics/vectors.json"), "utf8"),
) as Record<string, Section>;

/** What a case gives; all else it has is what has to come out, but for what is told for information. */
const inputs: Record<string, readonly string[]> = {
  wilson: ["k", "n", "alpha"],
  mcnemar: ["a_only", "b_only"],
  newcombe_paired: ["both", "a_only", "b_only", "neither", "alpha"],
  bca_fixed: ["data", "alpha", "resamples"],
  cluster_bca_fixed: ["groups", "alpha", "group_resamples"],
  sign_flip: ["d"],
  holm: ["p", "alpha"],
  kappa: ["table", "alpha"],
  krippendorff_nominal: ["units"],
  mixture_martingale: ["w", "l", "sequence"],
  betting_cs: ["y", "alpha", "grid"],
  sample_size_paired_proportions: ["discordance", "difference", "alpha", "power"],
  sample_size_paired_means: ["sd", "difference", "alpha", "power"],
  sample_size_equivalence: ["variance", "delta", "alpha", "power"],
  verdict: ["lo", "hi", "delta"],
  rank_correlation: ["x", "y"],
  cosine: ["a", "b"],
  percentiles: ["data"],
  text_similarity: ["reference", "candidate"],
  special_log_gamma: ["x"],
  special_log_beta: ["a", "b"],
  special_beta_inc: ["a", "b", "x"],
  special_normal_cdf: ["x"],
  special_normal_inv: ["p"],
  special_t_cdf: ["t", "df"],
  special_t_inv: ["p", "df"],
  special_binomial_cdf: ["k", "n", "p"],
};
const untold = /^(?:id|label|tol_rel|n|info_.*)$/;

const camel = (name: string) => name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [camel(key), camelKeys(inner)]));
}

type Statistic = (given: unknown) => Record<string, unknown>;
const functionOf = (section: string) =>
  (statistics as unknown as Record<string, Statistic>)[camel(section)] as Statistic;

/** Where a result is not what was expected, within a tolerance; an empty list where it is. */
function unlike(
  got: unknown,
  expected: unknown,
  fits: (got: number, expected: number) => boolean,
  at: string,
): string[] {
  if (typeof expected === "number") {
    return typeof got === "number" && fits(got, expected) ? [] : [`${at}: ${got} in place of ${expected}`];
  }
  if (typeof expected !== "object" || expected === null) {
    return got === expected ? [] : [`${at}: ${got} in place of ${expected}`];
  }
  if (typeof got !== "object" || got === null) return [`${at} is missing`];
  if (Array.isArray(expected) && (got as unknown[]).length !== expected.length) return [`${at}: another length`];
  return Object.entries(expected).flatMap(([key, inner]) =>
    unlike((got as Record<string, unknown>)[key], inner, fits, `${at}.${key}`),
  );
}

function tolerance(section: Section, one: Case): (got: number, expected: number) => boolean {
  const relative = (one["tol_rel"] as number | undefined) ?? section.tol_rel;
  const absolute = section.tol_abs ?? (relative === undefined ? 0 : 1e-300);
  return (got, expected) => Math.abs(got - expected) <= Math.max(absolute, (relative ?? 0) * Math.abs(expected));
}

describe.each(Object.keys(inputs))("%s", (name) => {
  const section = vectors[name] as Section;

  it(`gives what was computed apart from it, ${section.cases.length} times`, () => {
    const wrong = section.cases.flatMap((one) => {
      const given = Object.fromEntries((inputs[name] ?? []).filter((key) => key in one).map((key) => [key, one[key]]));
      const told = Object.entries(one).filter(
        ([key]) => !(key in given) && (!untold.test(key) || isCounted(name, key)),
      );
      const got = functionOf(name)(camelKeys(given));
      return unlike(got, camelKeys(Object.fromEntries(told)), fitsOf(name, section, one), one.id);
    });
    expect(wrong).toEqual([]);
  });
});

/** `n` is a result of a sample size, and elsewhere only repeats what was given. */
function isCounted(name: string, key: string): boolean {
  return key === "n" && name.startsWith("sample_size");
}

function fitsOf(name: string, section: Section, one: Case): (got: number, expected: number) => boolean {
  if (name.startsWith("special_t_") && Number(one["df"]) > 10_000)
    return tolerance({ ...section, tol_rel: 1e-10 }, one);
  if (name === "mixture_martingale") return evidenceFits(section.tol_abs_log ?? 0);
  const large = name === "special_log_beta" && Number(one["a"]) > 1000 && Number(one["b"]) > 1000;
  return tolerance(large ? { ...section, tol_abs: 1e-9 } : section, one);
}

/** The tolerance is one of the logarithm, for `e` itself as well. */
function evidenceFits(tolerated: number) {
  return (got: number, expected: number) =>
    Math.abs(got - expected) <= tolerated || (got > 0 && Math.abs(Math.log(got / expected)) <= tolerated);
}

describe("bca_random", () => {
  const { cases } = vectors["bca_random"] as Section;

  it.each(cases)("$label: endpoints lie where those of twenty other seeds do", (one) => {
    const of = (key: string) => one[key] as number;
    const got = statistics.bcaRandom({
      data: one["data"] as number[],
      alpha: of("alpha"),
      resamples: of("resamples"),
      seed: 7,
    });
    for (const end of ["lo", "hi"] as const) {
      const value = got[end] ?? Number.NaN;
      const near = Math.abs(value - of(`${end}_mean`)) <= 5 * Math.max(of(`${end}_sd`), 1e-9);
      const step = 1 / (one["data"] as number[]).length;
      const between = value >= of(`${end}_min`) - step && value <= of(`${end}_max`) + step;
      expect(near || between, `${end}: ${value}`).toBe(true);
    }
  });
});

it("the same seed gives the same, another gives another", () => {
  const data = [0.1, 0.9, 0.4, 0.5, 0.8, 0.2, 0.35, 0.6];
  const draw = (seed: number) => statistics.bcaRandom({ data, alpha: 0.05, resamples: 500, seed });
  expect(draw(7)).toEqual(draw(7));
  expect(draw(7)).not.toEqual(draw(8));
  const d = Array.from({ length: 40 }, (_, index) => ((index * 37) % 19) - 8);
  const flip = (seed: number) => statistics.signFlip({ d, seed, draws: 2000 }).p;
  expect(flip(3)).toBe(flip(3));
});
