import { writeSync } from "node:fs";
import { openHistory } from "../../../electron/engine/history/history.ts";
import { runningRun, sampleRun } from "./sample-run.ts";

/*
 * Run by node alone, to be killed: eight runs stream at once into the profile named on the command line. What has been
 * acknowledged is told on stdout, a line each: `begun <id>`, `finished <id>`.
 */

const [folder = "", round = "0"] = process.argv.slice(2);
const history = await openHistory({ folder });
const tell = (line: string) => writeSync(1, `${line}\n`);

async function oneRun(lane: number, index: number): Promise<void> {
  const id = `round-${round}-${lane}-${index}`;
  const sequence = history.store.nextSequence();
  const running = runningRun(sequence, { id });
  await history.store.begin(running);
  tell(`begun ${id}`);
  for (let part = 0; part < 6; part++) {
    const text = `${id} part ${part} ${"x".repeat(1_000)} `;
    running.output.text += text;
    history.store.append(running, { type: "text", at: part, text });
    await new Promise((resolve) => setTimeout(resolve, 3));
  }
  const { output } = running;
  await history.store.finish({ ...sampleRun(sequence, { id }), output });
  tell(`finished ${id}`);
}

tell("ready");
await Promise.all(
  Array.from({ length: 8 }, async (_, lane) => {
    for (let index = 0; index < 500; index++) await oneRun(lane, index);
  }),
);
