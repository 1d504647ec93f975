import type { Command, CommandIo } from "./command.ts";
import { startWithNewerNode } from "./newer-node.ts";
import { readWords } from "./read-words.ts";

/** `promptscope web`: the web host as a process of its own. */
export const webCommand: Command = async (words, { folder, terminal }, spec) => {
  const given = readWords(words, spec, 0);
  const port = given.text("port");
  const args = [...(port === undefined ? [] : ["--port", port]), ...(given.flag("no-open") ? [] : ["--open"])];
  return startWithNewerNode(folder, ["../web/main.js", ...args], terminal);
};

/** `promptscope serve` and `check`: the gateway's program, which reads its options itself. */
export const serveCommand: Command = (words, io) => startGateway(["serve", ...words], io);
export const checkCommand: Command = (words, io) => startGateway(["check", ...words], io);

function startGateway(words: readonly string[], { folder, terminal }: CommandIo): Promise<number> {
  return startWithNewerNode(folder, ["../gateway/main.js", ...words], terminal);
}
