import { compare, type GoalResult, runVariant } from "../measure.ts";

/** Filling a 2 KB chat template against the official client, same text length checked. */
export async function templateGoals(script: (name: string) => string): Promise<GoalResult[]> {
  const contest = (mode: "python" | "js") =>
    compare({
      goal: `template compile, ${mode} mode`,
      ours: { name: "compilePrompt", run: () => runVariant(script("template"), [mode]) },
      peer: { name: "@langfuse/client compile", run: () => runVariant(script("template"), ["official"]) },
      measured: "cpu",
      must: 1,
      note: "ours also finds missing variables, warns and keeps the segments that the interface highlights",
    });
  return [await contest("python"), await contest("js")];
}
