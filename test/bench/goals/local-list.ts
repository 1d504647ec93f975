import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, type GoalResult, runVariant } from "../measure.ts";

const folders = 200;
const filesEach = 50;
const prompt = "model: openai/gpt-4o-mini\nmessages:\n  - role: user\n    content: |-\n      Explain {{topic}}.\n";

/** The first list of a local library of 10 000 files. */
export async function localListGoals(script: (name: string) => string): Promise<GoalResult[]> {
  const root = mkdtempSync(join(tmpdir(), "promptscope-bench-local-"));
  for (let folder = 0; folder < folders; folder++) {
    mkdirSync(join(root, `team-${folder}`));
    for (let file = 0; file < filesEach; file++) {
      writeFileSync(join(root, `team-${folder}`, `prompt-${file}.prompt.yml`), prompt);
    }
  }
  try {
    const result = await compare({
      goal: "local library of 10 000 files: first list",
      ours: { name: "list", run: () => runVariant(script("local-list"), ["ours", root]) },
      peer: { name: "names and sizes", run: () => runVariant(script("local-list"), ["floor", root]) },
      measured: "wall",
      must: 3,
      rounds: 7,
    });
    return [result];
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}
