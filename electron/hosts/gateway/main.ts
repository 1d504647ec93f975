import { printError } from "../print-error.ts";
import { stopOnSignals } from "../stop-on-signals.ts";
import { boundMemory } from "./bound-memory.ts";
import { createLineLog } from "./line-log.ts";
import { runServe, type ServeIo } from "./serve.ts";

/** Exit code of a gateway that had to be ended before it was done. */
const cutOff = 1;

/** The gateway as a process of its own: `promptscope serve …`, or `promptscope check …` when that is the first word. */
const words = process.argv.slice(2);
const [command, ...rest] = words;
let hungUp: () => void = () => undefined;
const stop = command === "check" ? stopOnSignals() : stopOnSignals(() => hungUp());

const io: ServeIo = {
  variables: process.env,
  out: createLineLog(process.stdout),
  err: printError,
  signal: stop.signal,
  endWithin: (ms) => setTimeout(() => process.exit(cutOff), ms).unref(),
  onHangup(reload) {
    hungUp = reload;
  },
};
if (command === "check") process.exitCode = await (await import("./check.ts")).runCheck(rest, io);
else {
  boundMemory();
  process.exitCode = await runServe(command === "serve" ? rest : words, io);
}
