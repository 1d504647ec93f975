import { stopOnSignals } from "../stop-on-signals.ts";
import { createLineLog } from "./line-log.ts";
import { runServe } from "./serve.ts";
import { boundYoungGeneration } from "./young-generation.ts";

/** The gateway as a process of its own: `promptscope serve …`, or `promptscope check …` when that is the first word. */
const stop = stopOnSignals();

const io = {
  variables: process.env,
  out: createLineLog(process.stdout),
  err: (text: string) => console.error(text),
  signal: stop.signal,
};
const words = process.argv.slice(2);
const [command, ...rest] = words;
if (command === "check") process.exitCode = await (await import("./check.ts")).runCheck(rest, io);
else {
  boundYoungGeneration();
  process.exitCode = await runServe(command === "serve" ? rest : words, io);
}
