import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A program that answers each line of JSON with one. What it writes beside that is told when it ends. */
export interface LineProgram {
  ask<Answer>(question: object): Promise<Answer>;
  close(): Promise<void>;
}

/** Starts it with no variables but PATH and those given: nothing of the machine's own settings reaches it. */
export function startLineProgram(file: string, args: string[], variables: Record<string, string> = {}): LineProgram {
  const env = { PATH: process.env["PATH"], PYTHONUNBUFFERED: "1", PYTHONIOENCODING: "utf-8", ...variables };
  const child: ChildProcess = spawn(file, args, { env, stdio: ["pipe", "pipe", "pipe"] });
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  let said = "";
  child.stderr?.on("data", (chunk: Buffer) => {
    said = (said + chunk.toString()).slice(-4000);
  });
  const ended = new Promise<void>((done) => child.once("close", () => done()));
  return {
    async ask<Answer>(question: object) {
      child.stdin?.write(`${JSON.stringify(question)}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error(`${args.at(-1)} ended:\n${said}`);
      return JSON.parse(String(value)) as Answer;
    },
    async close() {
      child.stdin?.end();
      child.kill();
      await ended;
    },
  };
}
