import { type CST, Parser, type YAMLError } from "yaml";
import type { ProblemText } from "./config-problem.ts";

/** A mistake in the YAML itself, at the place where it begins. */
export interface SyntaxProblem extends ProblemText {
  offset: number;
}

type Text = Pick<ProblemText, "message" | "fix">;

/** What is wrong and what would be right, for each of the parser's codes; `refine` says more where more is known. */
const texts: Record<YAMLError["code"], Text> = {
  ALIAS_PROPS: {
    message: "An alias (*name) can have no anchor and no tag of its own.",
    fix: "Take out what stands before the *.",
  },
  BAD_ALIAS: {
    message: "* and & need a name after them.",
    fix: "Write the name, or put the value in quotes if the character itself is meant.",
  },
  BAD_COLLECTION_TYPE: { message: "The tag does not fit what follows it.", fix: "Take the tag out." },
  BAD_DIRECTIVE: { message: "This line, which begins with %, is no directive of YAML.", fix: "Take the line out." },
  BAD_DQ_ESCAPE: {
    message: "What follows the backslash is no escape sequence.",
    fix: String.raw`Write \\ for a backslash, or put the value in single quotes.`,
  },
  BAD_INDENT: {
    message: "This line does not begin at the column of the lines it belongs to.",
    fix: "Indent all keys of a mapping, and all dashes of a list, alike.",
  },
  BAD_PROP_ORDER: { message: "An anchor or a tag stands before - or ? here.", fix: "Put it after that character." },
  BAD_SCALAR_START: { message: "A value cannot begin with this character.", fix: "Put the value in quotes." },
  BLOCK_AS_IMPLICIT_KEY: {
    message: "A value on the line of its key cannot be key: value again.",
    fix: "Put the value in quotes if the colon belongs to it; otherwise give the second key a line of its own.",
  },
  BLOCK_IN_FLOW: {
    message: "Inside [ ] and { } items are separated by commas, not by lines and indentation.",
    fix: "Put a comma between the items.",
  },
  DUPLICATE_KEY: { message: "A key is there twice.", fix: "Keep one of them." },
  IMPOSSIBLE: { message: "This cannot be read.", fix: "Write the line anew." },
  KEY_OVER_1024_CHARS: {
    message: "A key is longer than 1024 characters.",
    fix: "Shorten it.",
  },
  MISSING_CHAR: { message: "A character is missing here.", fix: "Compare the line with those around it." },
  MULTILINE_IMPLICIT_KEY: { message: "This line has no colon after its key.", fix: "Write key: value." },
  MULTIPLE_ANCHORS: { message: "A value can have one anchor only.", fix: "Keep one of them." },
  MULTIPLE_DOCS: { message: "The file holds more than one document.", fix: "Take out the --- in the middle." },
  MULTIPLE_TAGS: { message: "A value can have one tag only.", fix: "Keep none of them: a config is plain data." },
  NON_STRING_KEY: { message: "A key must be a plain text.", fix: "Write key: value." },
  RESOURCE_EXHAUSTION: { message: "The file is nested too deep.", fix: "Flatten it." },
  TAB_AS_INDENT: { message: "A tab is used to indent.", fix: "Indent with spaces." },
  TAG_RESOLVE_FAILED: { message: "The tag is not written as tags are.", fix: "Take it out: a config is plain data." },
  UNEXPECTED_TOKEN: {
    message: "Nothing can stand here.",
    fix: "Take it out, or put the value it belongs to in quotes.",
  },
};

/** Texts for what the parser calls by one code and tells apart in its message. */
const refinements: [code: YAMLError["code"], message: RegExp, text: Text][] = [
  [
    "MISSING_CHAR",
    /without - indicator/,
    {
      message: "The indentation of this line fits neither the list nor the entry above it.",
      fix: "Indent it as the keys of that entry, or begin a new entry with a dash.",
    },
  ],
  [
    "MISSING_CHAR",
    /followed by map values/,
    { message: "This key has no colon and no value.", fix: "Write key: value." },
  ],
  [
    "MISSING_CHAR",
    /^Comments/,
    { message: "A comment needs a space before its #.", fix: "Put a space there, or the # inside the quotes." },
  ],
  [
    "MISSING_CHAR",
    /^Missing ,/,
    { message: "A comma is missing before this.", fix: "Separate what stands inside [ ] and { } by commas." },
  ],
  ["MISSING_CHAR", /space after :/, { message: "A colon needs a space after it.", fix: "Write key: value." }],
  [
    "MISSING_CHAR",
    /^Tags and anchors/,
    { message: "A tag or an anchor needs a space after it.", fix: "Put a space there." },
  ],
  [
    "UNEXPECTED_TOKEN",
    /block-seq-ind on same line/,
    {
      message: "A list cannot begin on the line of its key.",
      fix: "Put the dash on a line of its own below the key, indented.",
    },
  ],
  [
    "UNEXPECTED_TOKEN",
    /flow-(?:seq|map)-end/,
    { message: "This bracket closes nothing.", fix: "Take it out, or add the one that opens." },
  ],
  [
    "UNEXPECTED_TOKEN",
    /at node end/,
    {
      message: "Something follows after the value has ended.",
      fix: "Put the whole value in quotes, or take the rest out.",
    },
  ],
  [
    "UNEXPECTED_TOKEN",
    /^Unexpected ,|empty item/,
    { message: "There is nothing before this comma.", fix: "Take the comma out." },
  ],
  [
    "UNEXPECTED_TOKEN",
    /^Block scalar header/,
    { message: "Nothing can follow | or > on its line.", fix: "Begin the text on the next line, indented." },
  ],
  [
    "BAD_INDENT",
    /^Block scalar|^Explicit indentation|leading empty lines/i,
    { message: "The lines of this text are not indented alike.", fix: "Indent all of them by as many spaces." },
  ],
];

/**
 * Says in words of a person what the parser found, each mistake once and where it begins: a quote or bracket that is
 * never closed is one mistake at its opening, though the parser meets it at the end of the file.
 * @param most as many as are wanted; a few more may be given
 */
export function syntaxProblems(found: readonly YAMLError[], text: string, most: number): SyntaxProblem[] {
  if (found.length === 0) return [];
  const errors = found.slice(0, mostErrors);
  const tokens = tokensOf(text);
  const unclosed = findUnclosed(tokens).slice(0, mostErrors);
  const problems: SyntaxProblem[] = [];
  for (const error of errors) {
    if (problems.length >= most) break;
    for (const problem of explain(error, errors, { text, tokens }, unclosed)) {
      if (!problems.some((known) => repeats(problem, known, text, unclosed))) problems.push(problem);
    }
    // Behind a bracket too many the rest of the file is read as nothing at all.
    if (/in YAML stream/.test(error.message)) break;
  }
  return problems;
}

/** Each is compared with the others and with the text around it: a file of nothing but brackets has thousands. */
const mostErrors = 50;

interface Source {
  text: string;
  tokens: readonly CST.Token[];
}

/** What else is wrong on a line mostly follows from the first mistake there; brackets are counted one by one. */
function repeats(problem: SyntaxProblem, known: SyntaxProblem, text: string, unclosed: readonly Unclosed[]): boolean {
  if (unclosed.some(({ offset }) => offset === problem.offset)) return problem.offset === known.offset;
  const [from, to] = [known.offset, problem.offset].toSorted((a, b) => a - b);
  const linesApart = text.slice(from, to).split("\n").length - 1;
  // Below a line that is out of place its own keys look too deep.
  return linesApart <= (problem.message === deeper.message ? 1 : 0);
}

function explain(
  error: YAMLError,
  errors: readonly YAMLError[],
  { text, tokens }: Source,
  unclosed: readonly Unclosed[],
): SyntaxProblem[] {
  const [offset] = error.pos;
  if (/closing ["']quote|and end with a/.test(error.message) && unclosed.length > 0)
    return unclosed.map(describeUnclosed);
  // What follows an unclosed quote is read as the wrong half of everything.
  if (unclosed.some((one) => one.offset < offset)) return [];
  if (error.code === "UNEXPECTED_TOKEN" || error.code === "MULTILINE_IMPLICIT_KEY") {
    const quote = quoteOverLines(text, tokens, offset);
    if (quote !== undefined) return [at(quote, closedLate(text.charAt(quote)))];
  }
  const isAlso = (other: YAMLError["code"]) => errors.some(({ code, pos }) => code === other && pos[0] === offset);
  if (error.code === "BLOCK_AS_IMPLICIT_KEY" && isAlso("MULTILINE_IMPLICIT_KEY")) {
    return [at(nextLine(text, offset), deeper)];
  }
  if (error.code === "MULTILINE_IMPLICIT_KEY" && isAlso("BLOCK_AS_IMPLICIT_KEY")) return [];
  return [at(firstLetter(text, offset), refined(error, text))];
}

const deeper: Text = {
  message: "This line is indented deeper than the key above it, which has a value already.",
  fix: "Indent it as that key.",
};

function refined({ code, message, pos }: YAMLError, text: string): Text {
  const [, , found] = refinements.find(([of, words]) => of === code && words.test(message)) ?? [];
  if (found) return found;
  const character = text.charAt(pos[0]);
  if (code === "BAD_SCALAR_START") return { ...texts[code], message: `A value cannot begin with ${character}.` };
  if (code === "BAD_DQ_ESCAPE") {
    const sequence = text.slice(pos[0], pos[0] + 2);
    return { ...texts[code], message: `${sequence} is no escape sequence of a text in double quotes.` };
  }
  if (code === "MULTILINE_IMPLICIT_KEY" && /^[^\s:]+:\S/.test(text.slice(pos[0]))) {
    return { message: "A colon needs a space after it.", fix: "Write key: value." };
  }
  return texts[code];
}

/** The parser names the start of the line where it means what stands on it. */
function firstLetter(text: string, offset: number): number {
  const rest = /^ *(?=\S)/.exec(text.slice(offset));
  return offset + (rest?.[0].length ?? 0);
}

function nextLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end < 0 ? offset : firstLetter(text, end + 1);
}

function at(offset: number, text: Text): SyntaxProblem {
  return { offset, code: "yaml_syntax", ...text };
}

interface Unclosed {
  offset: number;
  opener: string;
}

const closers: Record<string, string> = { "[": "]", "{": "}", '"': '"', "'": "'" };

function describeUnclosed({ offset, opener }: Unclosed): SyntaxProblem {
  const closer = closers[opener] ?? opener;
  const what = opener === closer ? "text" : opener === "[" ? "list" : "mapping";
  return at(offset, {
    message: `The ${what} that begins here with ${opener} is never closed.`,
    fix: `Add ${closer} where it ends.`,
  });
}

function closedLate(quote: string): Text {
  return {
    message: `The text that begins here with ${quote} has no ${quote} on its line, and ends at the next one in the file.`,
    fix: `Add ${quote} where it ends.`,
  };
}

/** The start of a quoted text over several lines that ends just before `offset`, or is the key there. */
function quoteOverLines(text: string, tokens: readonly CST.Token[], offset: number): number | undefined {
  const before = text.slice(0, offset).trimEnd().length;
  const quoted = tokens.find((token) => {
    if (token.type !== "double-quoted-scalar" && token.type !== "single-quoted-scalar") return false;
    const end = token.offset + token.source.length;
    return token.source.includes("\n") && (end === before || token.offset === offset);
  });
  return quoted?.offset;
}

function findUnclosed(tokens: readonly CST.Token[]): Unclosed[] {
  return tokens.flatMap((token): Unclosed[] => {
    if (token.type === "flow-collection") {
      const isClosed = token.end.some(({ type }) => type === "flow-map-end" || type === "flow-seq-end");
      return isClosed ? [] : [{ offset: token.start.offset, opener: token.start.source }];
    }
    if (token.type !== "double-quoted-scalar" && token.type !== "single-quoted-scalar") return [];
    const quote = token.source.charAt(0);
    return token.source.length > 1 && token.source.endsWith(quote) ? [] : [{ offset: token.offset, opener: quote }];
  });
}

/** All tokens in their order. Without recursion: a file may be nested as deep as it likes. */
function tokensOf(text: string): CST.Token[] {
  const found: CST.Token[] = [];
  const left: CST.Token[] = [...new Parser().parse(text)].reverse();
  for (let token = left.pop(); token; token = left.pop()) {
    found.push(token);
    const inner: (CST.Token | null | undefined)[] = [];
    if (token.type === "document") inner.push(token.value);
    if ("items" in token) for (const { key, value } of token.items) inner.push(key, value);
    for (const one of inner.reverse()) if (one) left.push(one);
  }
  return found;
}
