import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import { checkCopy, copyHistory } from "./database-copy.ts";
import { describeFault, faultOf } from "./database-fault.ts";
import { openGuestDatabase } from "./guest-database.ts";
import type { AsideCalls, CallName, JobCalls, WorkerOptions, WorkerReply, WorkerRequest } from "./history-calls.ts";
import { findRun, type HistoryDatabase, openHistoryDatabase } from "./history-database.ts";
import { jobCalls } from "./job-calls.ts";
import { type QueryCalls, queriesOn } from "./queries.ts";

/*
 * The thread that owns the database: a 30 MB insert keeps it busy and nobody else. From source it is run by node
 * itself, so it and what it loads import each other by relative paths and everything else for types only.
 */

type GuestCalls = Pick<
  HistoryDatabase,
  keyof (JobCalls & QueryCalls) | "get" | "delete" | "write" | "reopen" | "status" | "close"
>;

async function serve(port: MessagePort, options: WorkerOptions): Promise<void> {
  const reply = (message: WorkerReply) => port.postMessage(message);
  const history = await callsFor(options);
  reply({ id: 0, ok: true, value: await history.status() });
  // One after the other: a call that salvages a damaged file must not meet another one in the middle.
  let last: Promise<void> = Promise.resolve();
  port.on("message", (request: WorkerRequest) => {
    last = last.then(async () => {
      try {
        // The table of calls ties name and parameters together on the other side.
        const call = (history as Record<CallName, (...parameters: unknown[]) => Promise<unknown>>)[request.name];
        reply({ id: request.id, ok: true, value: await call(...request.parameters) });
      } catch (error) {
        reply({ id: request.id, ok: false, problem: describeProblem(error) });
      }
      if (request.name === "close") port.close();
    });
  });
}

async function callsFor(options: WorkerOptions) {
  if ("guest" in options) return guestCalls(options.folder);
  if ("aside" in options) return asideCalls(options.folder);
  return openHistoryDatabase(options);
}

const nothing = { runs: 0, bytes: 0, readOnly: false, problem: null, notices: [], lastSequence: 0 };

/** Opens nothing before it is asked. */
function asideCalls(folder: string) {
  return {
    copyTo: (...[path, watch]: Parameters<AsideCalls["copyTo"]>) => copyHistory(folder, path, watch),
    checkCopy: async (path: string) => checkCopy(path),
    status: async () => nothing,
    close: async () => undefined,
  };
}

function guestCalls(folder: string): GuestCalls {
  const { write, access, remove, close } = openGuestDatabase(folder);
  return {
    write: async (writes) => write(writes),
    ...jobCalls(access),
    ...queriesOn(access.reading),
    get: (id) => access.reading((sql) => findRun(sql, id)),
    delete: async (ids) => remove(ids, Date.now()),
    reopen: async () => nothing,
    status: async () => nothing,
    close: async () => close(),
  };
}

/** Our own errors say what is wrong in their message; SQLite's are translated. */
function describeProblem(error: unknown): string {
  return faultOf(error) === "other" && error instanceof Error ? error.message : describeFault(error);
}

if (parentPort) await serve(parentPort, workerData as WorkerOptions);
