import { Worker } from "node:worker_threads";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { createEngine } from "@engine/engine.ts";
import { type CellView, hasEnded } from "@shared/domain/job/job.ts";
import { jobOfRows } from "./job-of-rows.ts";

/*
 * An engine in a process of its own that starts a job of 20 calls, or takes up the one it finds. It kills itself at the
 * n-th write to the database: before it is handed over, or after it is on the disk and before anybody hears of it.
 */

const [profile = "", baseUrl = "", mode = "start", killAt = "0", when = "before"] = process.argv.slice(2);
const writing = new Set(["write", "jobCreate", "jobSpecPart", "jobClaim", "jobChange", "jobBeat"]);
let writes = 0;

const post = Worker.prototype.postMessage;
Worker.prototype.postMessage = function (this: Worker, message: { id: number; name: string }, transfer) {
  const isLast = writing.has(message.name) && ++writes === Number(killAt);
  if (isLast && when === "before") die();
  if (isLast) this.on("message", (reply: { id: number }) => reply.id === message.id && die());
  post.call(this, message, transfer);
};

/** Nothing of this process runs on. */
function die(): never {
  process.kill(process.pid, "SIGKILL");
  for (;;);
}

const environment = readEnvironment({ OPENAI_API_KEY: "sk-canary-openai-7d1f0a9b2c", OPENAI_BASE_URL: baseUrl });
const engine = await createEngine({ profileDirectory: profile, environment, ciphers: [] });
await engine.history.ready;
const endless = new AbortController().signal;

async function ended(id: string): Promise<CellView[]> {
  for await (const { event } of engine.jobs.events(id, -1, endless)) {
    if (event.type === "job" && hasEnded(event.job)) break;
  }
  return (await engine.jobs.get(id)).cells;
}

if (mode === "start") {
  await ended(engine.jobs.start("cells", jobOfRows(20)).job.id);
  process.stdout.write(`${JSON.stringify({ writes })}\n`);
} else {
  const [job] = await engine.jobs.list();
  if (!job) process.stdout.write(`${JSON.stringify({ job: null })}\n`);
  else {
    const found = (await engine.jobs.get(job.id)).cells;
    if (!hasEnded(job)) await engine.jobs.resume(job.id);
    const resumed = await ended(job.id);
    process.stdout.write(`${JSON.stringify({ job, found, resumed })}\n`);
    // The parent counts what has come before anything is sent again.
    await new Promise<void>((resolve) => process.stdin.once("data", () => resolve()));
    const { counts } = await engine.jobs.retry(job.id, ["uncertain"]);
    let last = counts;
    while (last.waiting + last.running > 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
      last = (await engine.jobs.get(job.id)).job.counts;
    }
    process.stdout.write(`${JSON.stringify({ counts: last })}\n`);
    process.stdin.destroy();
  }
}
await engine.close();
