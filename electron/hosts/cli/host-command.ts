import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Command, UsageFailure } from "./command.ts";
import { startWithNewerNode } from "./newer-node.ts";
import { readWords } from "./read-words.ts";

/** `promptscope web`: the web host as a process of its own. */
export const webCommand: Command = async (words, { folder, terminal }, spec) => {
  const given = readWords(words, spec, 0);
  const port = given.text("port");
  const args = [...(port === undefined ? [] : ["--port", port]), ...(given.flag("no-open") ? [] : ["--open"])];
  return startWithNewerNode(folder, ["../web/main.js", ...args], terminal);
};

/** `promptscope serve`: the gateway as a process of its own, which reads its options itself. */
export const serveCommand: Command = async (words, { folder, terminal }) => {
  const file = "../gateway/main.js";
  if (!existsSync(join(folder, file))) throw new UsageFailure("The gateway is not in this build. Run: npm run build");
  return startWithNewerNode(folder, [file, ...words], terminal);
};
