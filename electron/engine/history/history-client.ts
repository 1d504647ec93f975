import { Worker } from "node:worker_threads";
import { findThreadFile } from "../threads/find-thread-file.ts";
import type { CallName, DatabaseStatus, HistoryCalls, WorkerOptions, WorkerReply } from "./history-calls.ts";

/** Calls into the thread that owns the database. */
export interface HistoryClient {
  /** What was found when the database was opened. Never rejects; a thread that cannot start is a problem in words. */
  opened: Promise<DatabaseStatus>;
  /** @throws Error with the problem in words for a person. */
  call<Name extends CallName>(
    name: Name,
    ...parameters: Parameters<HistoryCalls[Name]>
  ): Promise<ReturnType<HistoryCalls[Name]>>;
  /** Closes the database and ends the thread. */
  close(): Promise<void>;
}

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

const goneMessage = "The thread that keeps the history has stopped.";

/** Node 22 calls its SQLite experimental, on the stderr of everybody who uses it. What we use of it is tested there. */
const quietNode = ["--disable-warning=ExperimentalWarning"];

/** Starts the thread. One that dies is started again by the next call. */
export function startHistoryClient(options: WorkerOptions): HistoryClient {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let closed = false;
  let thread: Worker | null = null;
  let opening = Promise.withResolvers<DatabaseStatus>();

  function start(): Worker {
    opening = Promise.withResolvers<DatabaseStatus>();
    const { resolve } = opening;
    const started = new Worker(findThreadFile("history-worker", import.meta.url), {
      workerData: options,
      execArgv: quietNode,
      name: "history",
    });
    let reason = goneMessage;
    started.on("message", (reply: WorkerReply) => settle(started, reply, resolve));
    started.on("error", (error) => {
      reason = `The history cannot be kept: ${error.message}`;
    });
    started.on("exit", () => {
      if (thread === started) thread = null;
      resolve(unavailable(reason));
      for (const { reject } of waiting.values()) reject(new Error(reason));
      waiting.clear();
    });
    return started;
  }

  function settle(from: Worker, reply: WorkerReply, resolveOpening: (status: DatabaseStatus) => void): void {
    const call = waiting.get(reply.id);
    waiting.delete(reply.id);
    // It must not keep a process alive that has nothing else to do; while it owes an answer, it does.
    if (waiting.size === 0) from.unref();
    if (reply.id === 0 && reply.ok) resolveOpening(reply.value as DatabaseStatus);
    if (reply.ok) call?.resolve(reply.value);
    else call?.reject(new Error(reply.problem));
  }

  function call<Name extends CallName>(name: Name, ...parameters: Parameters<HistoryCalls[Name]>) {
    if (closed) return Promise.reject(new Error("The history is closed."));
    return new Promise<ReturnType<HistoryCalls[Name]>>((resolve, reject) => {
      thread ??= start();
      const id = nextId++;
      waiting.set(id, { resolve: (value) => resolve(value as ReturnType<HistoryCalls[Name]>), reject });
      thread.ref();
      thread.postMessage({ id, name, parameters });
    });
  }

  thread = start();
  return {
    get opened() {
      return opening.promise;
    },
    call,
    async close() {
      if (closed) return;
      const ending = thread;
      try {
        if (ending) await call("close");
      } finally {
        closed = true;
        await ending?.terminate();
      }
    },
  };
}

function unavailable(problem: string): DatabaseStatus {
  return { runs: 0, bytes: 0, readOnly: true, problem, notices: [], lastSequence: 0 };
}
