import { Unreadable } from "./imported-prompt.ts";

/** A command cut into words, and the here-document it reads. */
export interface ShellCommand {
  words: string[];
  /** What comes in from `<<EOF` or a pipe of it. */
  input: string | undefined;
  /** Names of shell variables that stand in the words, as `{{NAME}}`. */
  variables: string[];
}

const shortEscapes: Record<string, string> = {
  n: "\n",
  r: "\r",
  t: "\t",
  a: "\u0007",
  b: "\b",
  f: "\f",
  v: "\v",
  e: "\u001b",
  "0": "\0",
};

/**
 * Bash's words of a whole script: quotes of all kinds, `$'…'`, lines that go on, here-documents. What a shell would put
 * in (`$NAME`, `$(…)`) stands as a variable of a prompt. Nothing is run.
 */
export function readShell(source: string): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let command: ShellCommand = { words: [], input: undefined, variables: [] };
  const documents: { command: ShellCommand; mark: string; isRaw: boolean }[] = [];
  let word: string[] | null = null;
  let at = 0;

  const put = (text: string) => {
    word ??= [];
    word.push(text);
  };
  const endWord = () => {
    if (word) command.words.push(word.join(""));
    word = null;
  };
  const endCommand = () => {
    endWord();
    if (command.words.length > 0) commands.push(command);
    command = { words: [], input: undefined, variables: [] };
  };
  const expand = (from: number): number => {
    const found = readVariable(source, from);
    if (!found) {
      put("$");
      return from + 1;
    }
    if (found.name === null) put("");
    else {
      put(`{{${found.name}}}`);
      command.variables.push(found.name);
    }
    return found.to;
  };

  while (at < source.length) {
    const character = source.charAt(at);
    const next = source.charAt(at + 1);
    if (character === "\\") {
      if (next === "\n") at += 2;
      else if (next === "\r" && source.charAt(at + 2) === "\n") at += 3;
      else {
        put(next);
        at += 2;
      }
    } else if (character === "'") {
      const end = endOf(source, "'", at + 1);
      put(source.slice(at + 1, end));
      at = end + 1;
    } else if (character === "$" && next === "'") {
      const { text, to } = readDollarQuote(source, at + 2);
      put(text);
      at = to;
    } else if (character === '"') {
      put("");
      at += 1;
      while (at < source.length && source.charAt(at) !== '"') {
        const inner = source.charAt(at);
        if (inner === "\\" && /["\\$`\n]/.test(source.charAt(at + 1))) {
          if (source.charAt(at + 1) !== "\n") put(source.charAt(at + 1));
          at += 2;
        } else if (inner === "$") at = expand(at);
        else {
          put(inner);
          at += 1;
        }
      }
      at += 1;
    } else if (character === "$") at = expand(at);
    else if (character === "<" && next === "<") {
      endWord();
      const found = /^<<-?[ \t]*(?:'([^'\n]*)'|"([^"\n]*)"|\\?([\w.-]+))/.exec(source.slice(at, at + 200));
      const mark = found?.[1] ?? found?.[2] ?? found?.[3];
      if (found && mark !== undefined) documents.push({ command, mark, isRaw: found[3] === undefined });
      at += found?.[0].length ?? 2;
    } else if (character === "\n") {
      at += 1;
      endWord();
      for (const document of documents.splice(0)) at = readDocument(source, at, document);
      endCommand();
    } else if (character === "|" || character === ";" || (character === "&" && next === "&")) {
      const before = command;
      endCommand();
      // What a here-document gives the first command of a pipe, the second one reads.
      if (character === "|")
        for (const document of documents) if (document.command === before) document.command = command;
      at += next === character ? 2 : 1;
    } else if (character === "#" && word === null) at = endOf(source, "\n", at);
    else if (/\s/.test(character)) {
      endWord();
      at += 1;
    } else {
      put(character);
      at += 1;
    }
  }
  endCommand();
  return commands;
}

function endOf(source: string, mark: string, from: number): number {
  const end = source.indexOf(mark, from);
  return end === -1 ? source.length : end;
}

/** `$NAME`, `${NAME}`, `$(command)`; a name of null is left out, as `$@`. */
function readVariable(source: string, from: number): { name: string | null; to: number } | undefined {
  const plain = /^\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)(?:[^\w}][^}]*)?\})/.exec(source.slice(from, from + 200));
  if (plain) return { name: plain[1] ?? plain[2] ?? "", to: from + plain[0].length };
  if (source.charAt(from + 1) !== "(") return undefined;
  let open = 0;
  for (let at = from + 1; at < source.length; at += 1) {
    if (source.charAt(at) === "(") open += 1;
    else if (source.charAt(at) === ")") open -= 1;
    if (open > 0) continue;
    const words = source.slice(from + 2, Math.min(at, from + 60)).match(/[A-Za-z_]\w*/g) ?? [];
    return { name: words.join("_").slice(0, 40) || "value", to: at + 1 };
  }
  throw new Unreadable("not_understood", "A $( of the command is not closed.");
}

function readDollarQuote(source: string, from: number): { text: string; to: number } {
  const out: string[] = [];
  let at = from;
  while (at < source.length && source.charAt(at) !== "'") {
    if (source.charAt(at) !== "\\") {
      out.push(source.charAt(at));
      at += 1;
      continue;
    }
    const long = /^\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8}))/.exec(source.slice(at, at + 10));
    const point = Number.parseInt(long?.[1] ?? long?.[2] ?? long?.[3] ?? "", 16);
    if (long && point <= 0x10ffff) {
      // Two halves of a surrogate pair, one behind the other, are one character again once they are joined.
      out.push(point > 0xffff ? String.fromCodePoint(point) : String.fromCharCode(point));
      at += long[0].length;
    } else {
      const next = source.charAt(at + 1);
      out.push(shortEscapes[next] ?? next);
      at += 2;
    }
  }
  return { text: out.join(""), to: at + 1 };
}

function readDocument(
  source: string,
  from: number,
  { command, mark, isRaw }: { command: ShellCommand; mark: string; isRaw: boolean },
): number {
  const lines: string[] = [];
  let at = from;
  while (at < source.length) {
    const end = endOf(source, "\n", at);
    const line = source.slice(at, end).replace(/\r$/, "");
    at = end + 1;
    if (line.trim() === mark) break;
    lines.push(line);
  }
  const text = lines.join("\n");
  command.input = isRaw
    ? text
    : text.replace(
        /\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g,
        (_all, braced: string | undefined, plain: string | undefined) => {
          const name = braced ?? plain ?? "";
          command.variables.push(name);
          return `{{${name}}}`;
        },
      );
  return at;
}
