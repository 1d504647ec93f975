import { neutralText } from "../../shared/domain/text/terminal-text.ts";

/** A line on stderr. Errors carry texts of others, names of files among them, which must not steer the terminal. */
export function printError(text: string): void {
  process.stderr.write(`${neutralText(text)}\n`);
}
