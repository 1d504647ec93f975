import { runServe } from "./serve.ts";

/** The gateway as a process of its own: `promptscope serve` and `promptscope check` start it. */
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop.abort());

const io = {
  variables: process.env,
  out: (text: string) => console.log(text),
  err: (text: string) => console.error(text),
  signal: stop.signal,
};
const [command, ...words] = process.argv.slice(2);
if (command === "serve") process.exitCode = await runServe(words, io);
else if (command === "check") process.exitCode = await (await import("./check.ts")).runCheck(words, io);
else {
  console.error("The gateway knows the commands serve and check.");
  process.exitCode = 2;
}
