import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Command, CommandIo } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { readWords } from "./read-words.ts";

/** `promptscope web`: the web host. */
export const webCommand: Command = (words, io, spec) => {
  const given = readWords(words, spec, 0);
  const passed = ["port", "drain"].flatMap((name) => {
    const value = given.text(name);
    return value === undefined ? [] : [`--${name}`, value];
  });
  const args = [...passed, ...(given.flag("no-open") ? [] : ["--open"])];
  return becomeHost("web", args, io);
};

/** `promptscope serve` and `check`: the gateway's program, which reads its options itself. */
export const serveCommand: Command = (words, io) => becomeHost("gateway", ["serve", ...words], io);
export const checkCommand: Command = (words, io) => becomeHost("gateway", ["check", ...words], io);

/**
 * Goes on as a built host that lies beside this one, with words of its own, in this process: whoever ends it ends the
 * server too, however hard, and nothing waits for a second Node.
 * @returns the exit code so far; a server that listens goes on after it, and ends the process itself.
 */
async function becomeHost(host: string, args: readonly string[], { folder }: CommandIo): Promise<number> {
  const file = join(folder, "..", host, "main.js");
  process.argv.splice(1, process.argv.length, file, ...args);
  await import(pathToFileURL(file).href);
  return Number(process.exitCode ?? exitCodes.done);
}
