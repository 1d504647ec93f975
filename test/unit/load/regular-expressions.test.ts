import { Worker } from "node:worker_threads";
import { describe, expect, it } from "vitest";
import { isProving } from "../../prove-scale.ts";
import type { WorkerInput, WorkerMessage } from "./expression-worker.ts";
import { type Expression, findExpressions } from "./find-expressions.ts";

/** Those that may grow, since what they are given cannot: the file, a part of the expression, and why. */
const bounded: readonly [file: string, part: string, reason: string][] = [
  ["shared/domain/experiment/gate.ts", "not worse than", "given no more than five hundred characters"],
  ["electron/engine/http/escapes.ts", "%(?:25)*[0-9a-f]?", "given the last sixteen characters of a text"],
  ["electron/engine/experiments/promptfoo/read-checks.ts", "\\.?0+$", "given the digits of one number"],
  ["renderer/ui/figures.ts", "(?=(\\d{3})+$)", "given the digits of one number"],
];

/** Milliseconds an expression may take for all its attacks; only one that grows with a power of the text needs them. */
const patience = 60_000;
const [size, paired] = isProving ? [160_000, 12] : [40_000, 5];

type Written = Pick<Expression, "pattern" | "flags">;

/** Those that grow faster than the text, each with the text that shows it. */
async function findSlow(expressions: readonly (Written & { at?: string })[]): Promise<string[]> {
  const slow: string[] = [];
  for (let from = 0; from < expressions.length; ) from = await goOn(expressions, from, slow);
  return slow;
}

/** Gives where to go on: behind all, or behind one that did not come back. */
function goOn(expressions: readonly (Written & { at?: string })[], from: number, slow: string[]): Promise<number> {
  const written = expressions.map(({ pattern, flags }) => ({ pattern, flags }));
  const input: WorkerInput = { expressions: written, from, size, paired };
  const worker = new Worker(new URL("./expression-worker.ts", import.meta.url), { workerData: input });
  const name = (index: number) => {
    const { pattern = "", flags = "", at = "" } = expressions[index] ?? {};
    return `${at} /${pattern}/${flags}`;
  };
  return new Promise((resolve, reject) => {
    let current = from;
    let timer: NodeJS.Timeout | undefined;
    const end = (next: number) => {
      clearTimeout(timer);
      void worker.terminate().then(() => resolve(next));
    };
    worker.on("message", (message: WorkerMessage) => {
      if (message.kind === "done") return end(expressions.length);
      if (message.kind === "slow") {
        const { before, pump, after } = message.attack;
        const times = message.growth === Number.POSITIVE_INFINITY ? "without end" : `${message.growth.toFixed(0)}-fold`;
        slow.push(`${name(message.index)} grows ${times} with ${JSON.stringify([before, pump, after])}`);
        return;
      }
      current = message.index;
      clearTimeout(timer);
      timer = setTimeout(() => {
        slow.push(`${name(current)} does not come back`);
        end(current + 1);
      }, patience);
    });
    worker.once("error", reject);
  });
}

const known = (expressions: readonly RegExp[]) => expressions.map(({ source, flags }) => ({ pattern: source, flags }));

describe("regular expressions", () => {
  it("the attacks find what is known to grow, and nothing that does not", async () => {
    const bad = known([
      /\s+$/,
      /<!--[\s\S]*?-->/g,
      /(?:\w+\s?)*$/,
      /^(?:a+)+$/,
      /a.*b.*c/,
      /\{%\s*raw\s*%\}.*?\{%\s*end\s*%\}/gs,
    ]);
    const good = known([/^\s+/, /"[^"\\]*(?:\\.[^"\\]*)*$/, /\b\w{1,20}=/g, /^[^:]*:/, /\s/g]);
    expect(await findSlow(bad)).toHaveLength(bad.length);
    expect((await findSlow(good)).length).toBeLessThan(2);
  });

  it("none in the sources takes longer than in proportion to its text", async () => {
    const expressions: Expression[] = findExpressions();
    expect(expressions.length).toBeGreaterThan(300);
    const isBounded = ({ pattern, at }: Expression) =>
      bounded.some(([file, part]) => at.startsWith(`${file}:`) && pattern.includes(part));
    expect(expressions.filter(isBounded)).toHaveLength(bounded.length);
    expect(await findSlow(expressions.filter((expression) => !isBounded(expression)))).toEqual([]);
  });
});
