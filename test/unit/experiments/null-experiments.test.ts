import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { createDecisionWatch } from "@shared/domain/experiment/decision-watch.ts";
import { createLiveComparison } from "@shared/domain/experiment/live-comparison.ts";
import { orderUnits } from "@shared/domain/experiment/unit-order.ts";
import { seededRandom } from "@shared/domain/statistics/seeded-random.ts";
import { describe, expect, it } from "vitest";
import { isProving } from "../../prove-scale.ts";
import { grouped, plain, type Recipe, repeated } from "./null-recipes.ts";
import { runVirtually } from "./virtual-experiment.ts";

/*
 * What a verdict that is watched after every unit is worth, through the real scheduler: `npm run prove` runs as many
 * experiments as tell 5 % from more, `npm test` so many that a gross mistake is seen.
 */

const alpha = 0.05;
const inProof = 2_000;
const many = (short: number) => (isProving ? inProof : short);

/** The most false verdicts that chance allows where they are 5 % at most, by three standard errors. */
const mostFalse = (experiments: number) =>
  isProving ? alpha * experiments : alpha * experiments + 3 * Math.sqrt(alpha * (1 - alpha) * experiments);

/** Right answers of one variant take three times as long as its wrong ones, so that those come first. */
function answering(recipe: Recipe, seed: number) {
  const isRight = recipe.truth(seed);
  const random = seededRandom(seed + 1_000_003);
  return (place: Parameters<typeof isRight>[0]) => {
    const passed = isRight(place);
    return { passed, ms: (passed && place.variant === "edit" ? 3 : 1) * (0.95 + 0.1 * random.next()) };
  };
}

async function isFalselyDecided(recipe: Recipe, seed: number, inFlight: number): Promise<boolean> {
  const spec = recipe.spec(seed);
  const watch = createDecisionWatch(spec);
  await runVirtually({ spec, inFlight, answer: answering(recipe, seed), ended: watch.add });
  const word = watch.decided().get("edit");
  return word === "better" || word === "worse";
}

/** The mistake that the seed's order keeps from: pairs count as they finish. */
async function isFalselyDecidedAsTheyFinish(recipe: Recipe, seed: number, inFlight: number): Promise<boolean> {
  const live = createLiveComparison(alpha);
  const first = new Map<string, CellResult>();
  let isDecided = false;
  await runVirtually({
    spec: recipe.spec(seed),
    inFlight,
    answer: answering(recipe, seed),
    ended(result) {
      const other = first.get(result.row);
      first.set(result.row, result);
      if (!other) return;
      live.add((result.variant === "edit" ? 1 : -1) * (Number(result.passed) - Number(other.passed)));
      isDecided ||= live.judge().p <= alpha;
    },
  });
  return isDecided;
}

async function count(experiments: number, isFalse: (seed: number) => Promise<boolean>): Promise<number> {
  let found = 0;
  for (let seed = 1; seed <= experiments; seed += 1) if (await isFalse(seed)) found += 1;
  return found;
}

describe("a null experiment through the scheduler, watched after every unit", () => {
  const recipes: [Recipe, number][] = [
    [plain(200, { base: 0.8, edit: 0.8 }), 20],
    [repeated(200, 5), 2],
    [grouped(100, 5, 0.5), 4],
  ];
  for (const [recipe, short] of recipes) {
    it.each([4, 16, 64])(`is decided falsely in 5 % at most: ${recipe.name}, %i in flight`, async (inFlight) => {
      const experiments = many(short);
      const found = await count(experiments, (seed) => isFalselyDecided(recipe, seed, inFlight));
      if (isProving) console.info(`${recipe.name}, ${inFlight} in flight: ${found} of ${experiments} decided`);
      expect(found).toBeLessThanOrEqual(mostFalse(experiments));
    });
  }

  it("would be decided falsely nearly always if 64 pairs in flight counted as they finish: the order is what is tested", async () => {
    const recipe = plain(500, { base: 0.8, edit: 0.8 });
    const found = await count(4, (seed) => isFalselyDecidedAsTheyFinish(recipe, seed, 128));
    expect(found).toBeGreaterThanOrEqual(3);
  });
});

describe("what watching buys", () => {
  /** Simulated apart from this: units until decided among 240, and the share that is. Errors are three standard ones. */
  it.each([
    { base: 0.6, edit: 0.9, mean: 38, sd: 24, share: 1 },
    { base: 0.7, edit: 0.85, mean: 125, sd: 80, share: 0.87 },
  ])("decides $base / $edit of 240 rows after $mean units on average", ({ base, edit, mean, sd, share }) => {
    const experiments = many(100);
    const recipe = plain(240, { base, edit });
    let [sum, decided, wrong] = [0, 0, 0];
    for (let seed = 1; seed <= experiments; seed += 1) {
      const spec = recipe.spec(seed);
      const isRight = recipe.truth(seed);
      const watch = createDecisionWatch(spec);
      let units = 0;
      for (const { rows } of orderUnits(spec.rows, spec.seed)) {
        if (watch.decided().size > 0) break;
        units += 1;
        for (const row of rows) {
          for (const { name: variant } of spec.variants) {
            const place = { row, variant, repetition: 0 };
            watch.add({ ...place, runId: "run", standing: "done", passed: isRight(place), scores: [] });
          }
        }
      }
      sum += units;
      const word = watch.decided().get("edit");
      if (word !== undefined) decided += 1;
      if (word === "worse") wrong += 1;
    }
    const root = Math.sqrt(experiments);
    if (isProving) console.info(`${base} / ${edit}: ${sum / experiments} units, ${decided / experiments} decided`);
    expect(Math.abs(sum / experiments - mean)).toBeLessThanOrEqual((3 * sd) / root + 0.5);
    expect(Math.abs(decided / experiments - share)).toBeLessThanOrEqual(
      (3 * Math.sqrt(share * (1 - share))) / root + 0.01,
    );
    expect(wrong / experiments).toBeLessThanOrEqual(0.005);
  });

  it("buys nothing more of a variant that is decided, but what is under way", async () => {
    const recipe = plain(240, { base: 0.6, edit: 0.9 });
    const plan = recipe.spec(1);
    const spec = { ...plan, verdict: { ...plan.verdict, stopWhenDecided: true } };
    const watch = createDecisionWatch(spec);
    const calls = await runVirtually({
      spec,
      inFlight: 4,
      answer: answering(recipe, 1),
      ended: watch.add,
      isSpared: watch.isSpared,
    });
    expect(watch.decided().get("edit")).toBe("better");
    expect(calls).toBeLessThan(240);
  });
});
