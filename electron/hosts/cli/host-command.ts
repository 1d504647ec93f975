import type { Command, CommandIo } from "./command.ts";
import { type ProcessSetUp, startWithNewerNode } from "./newer-node.ts";
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

/**
 * Half the memory under load, measured: nearly all of what a call allocates dies young, and buffers that many threads
 * free leave holes in as many heaps of the C library.
 */
const smallFootprint: ProcessSetUp = {
  nodeOptions: ["--max-semi-space-size=8"],
  variables: { MALLOC_ARENA_MAX: "1" },
};

function startGateway(words: readonly string[], { folder, terminal }: CommandIo): Promise<number> {
  return startWithNewerNode(folder, ["../gateway/main.js", ...words], terminal, smallFootprint);
}
