import { styleText } from "node:util";
import { neutralButColours, neutralLine, neutralText } from "@shared/domain/text/terminal-text.ts";

type Style = Parameters<typeof styleText>[0];
type Stream = Pick<NodeJS.WriteStream, "write" | "isTTY" | "columns">;

/** The two ways out of a command: results and progress. */
export interface Terminal {
  /** A result on stdout. A line, unless `raw`. */
  out(text: string): void;
  raw(text: string): void;
  /** Progress, warnings and errors on stderr. */
  note(text: string): void;
  /** From here on every text goes through it: the second net under what the engine already keeps secret. */
  redactWith(redact: (text: string) => string): void;
  /** Colours only where a person looks at them. */
  paint(style: Style, text: string): string;
  paintNote(style: Style, text: string): string;
  /** Whether a person may be looking at stdout: then the text of others is made harmless. */
  isTerminal: boolean;
  /** Columns of stdout; undefined when it is no terminal or does not know, and nothing is cut. */
  width: number | undefined;
}

export function createTerminal(
  variables: Record<string, string | undefined>,
  stdout: Stream = process.stdout,
  stderr: Stream = process.stderr,
): Terminal {
  const painter = (stream: Stream) => {
    const isColoured = stream.isTTY && !variables["NO_COLOR"] && variables["TERM"] !== "dumb";
    return (style: Style, text: string) => (isColoured ? styleText(style, text, { validateStream: false }) : text);
  };
  let redact = (text: string) => text;
  // A file gets a result as it is; a terminal must not be steered by it.
  const shown = (text: string) => (stdout.isTTY ? neutralButColours(redact(text)) : redact(text));
  return {
    out: (text) => void stdout.write(`${shown(text)}\n`),
    raw: (text) => void stdout.write(shown(text)),
    note: (text) => void stderr.write(`${neutralButColours(redact(text))}\n`),
    redactWith(given) {
      redact = given;
    },
    paint: painter(stdout),
    paintNote: painter(stderr),
    isTerminal: stdout.isTTY === true,
    // Some terminals report 0 columns (a new pseudo-terminal without a size, an editor's pane).
    width: (stdout.isTTY && stdout.columns) || undefined,
  };
}

/** Text of others for a terminal; line breaks and tabs stay. */
export const harmless = neutralText;

/** One line of it. */
export const oneLine = neutralLine;
