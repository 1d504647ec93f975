import { runServe } from "./serve.ts";

/** The gateway as a process of its own: `promptscope serve` starts it. */
const stop = new AbortController();
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => stop.abort());

process.exitCode = await runServe(process.argv.slice(2), {
  variables: process.env,
  out: (text) => console.log(text),
  err: (text) => console.error(text),
  signal: stop.signal,
});
