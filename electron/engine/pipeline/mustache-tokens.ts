/**
 * mustache's parse tree (`mustache.js` 4.2 `parseTemplate`): sections hold their children and where their end begins.
 * Places are left out where nothing reads them.
 */
export type MustacheToken = [
  kind: string,
  value: string,
  start: number,
  end: number,
  children?: MustacheToken[],
  closing?: number,
];

const kinds = new Set(["#", "^", "/", ">", "{", "&", "=", "!"]);
const white = /\s/;

interface Tags {
  open: string;
  close: string;
}

/**
 * What `mustache.parse` makes of a template, in time that grows with its length: mustache itself looks through the rest
 * of the template from every tag once delimiters are changed, and twice over through every run of blanks.
 * @throws Error with mustache's own words: unclosed tags, sections without beginning or end, wrong delimiters.
 */
export function parseMustache(template: string): MustacheToken[] {
  const tokens: MustacheToken[] = [];
  const sections: MustacheToken[] = [];
  let tags: Tags = { open: "{{", close: "}}" };
  let line = { from: 0, hasTag: false, hasText: false };
  let at = 0;
  /** Where the next line ends, from `at` on; -1: there is none. Looked for once a line and not once a tag. */
  let newline = template.indexOf("\n");

  /** A line of nothing but sections, comments and blanks leaves nothing, not even its end. */
  function endLine(): void {
    if (line.hasTag && !line.hasText) {
      const rest = tokens.splice(line.from).filter(([kind]) => kind !== "text");
      for (const token of rest) tokens.push(token);
    }
    line = { from: tokens.length, hasTag: false, hasText: false };
  }

  function addText(to: number): void {
    while (at < to) {
      if (newline >= 0 && newline < at) newline = template.indexOf("\n", at);
      const end = newline < 0 || newline >= to ? to : newline + 1;
      const text = template.slice(at, end);
      tokens.push(["text", text, at, end]);
      line.hasText ||= /\S/.test(text);
      if (newline >= 0 && newline < to) endLine();
      at = end;
    }
  }

  function skipWhite(): void {
    while (at < template.length && white.test(template.charAt(at))) at += 1;
  }

  /** Up to the blanks before a mark; to the end where the mark does not come. */
  function valueUntil(mark: string): string {
    const start = at;
    const found = template.indexOf(mark, at);
    at = found < 0 ? template.length : found;
    if (found >= 0) while (at > start && white.test(template.charAt(at - 1))) at -= 1;
    return template.slice(start, at);
  }

  /** A mark with blanks before it, where the reading is. */
  function skip(mark: string): boolean {
    const before = at;
    skipWhite();
    if (template.startsWith(mark, at)) {
      at += mark.length;
      return true;
    }
    at = before;
    return false;
  }

  function readValue(kind: string): string {
    if (kind === "=") {
      const value = valueUntil("=");
      skip("=");
      valueUntil(tags.close);
      return value;
    }
    if (kind !== "{") return valueUntil(tags.close);
    const value = valueUntil(`}${tags.close}`);
    skip("}");
    valueUntil(tags.close);
    return value;
  }

  while (at < template.length) {
    const open = template.indexOf(tags.open, at);
    addText(open < 0 ? template.length : open);
    if (open < 0) break;
    const start = at;
    at += tags.open.length;
    skipWhite();
    line.hasTag = true;
    const mark = template.charAt(at);
    const kind = kinds.has(mark) ? mark : "name";
    if (kind !== "name") at += 1;
    skipWhite();
    const value = readValue(kind);
    if (!skip(tags.close)) throw new Error(`Unclosed tag at ${at}`);
    const token: MustacheToken = [kind === "{" ? "&" : kind, value, start, at];
    tokens.push(token);
    if (kind === "#" || kind === "^") sections.push(token);
    else if (kind === "/") closeSection(sections, value, start);
    else if (kind === "=") tags = readTags(value);
    else if (kind === "name" || kind === "{" || kind === "&") line.hasText = true;
  }
  endLine();
  const [unclosed] = sections.slice(-1);
  if (unclosed) throw new Error(`Unclosed section "${unclosed[1]}" at ${at}`);
  return nested(joinedTexts(tokens));
}

function closeSection(sections: MustacheToken[], name: string, at: number): void {
  const opened = sections.pop();
  if (!opened) throw new Error(`Unopened section "${name}" at ${at}`);
  if (opened[1] !== name) throw new Error(`Unclosed section "${opened[1]}" at ${at}`);
}

function readTags(text: string): Tags {
  const [open, close] = text.split(/\s+/, 2);
  if (open === undefined || close === undefined) throw new Error(`Invalid tags: ${text}`);
  return { open, close };
}

function joinedTexts(tokens: readonly MustacheToken[]): MustacheToken[] {
  const joined: MustacheToken[] = [];
  for (const token of tokens) {
    const last = joined.at(-1);
    if (token[0] === "text" && last?.[0] === "text") {
      last[1] += token[1];
      last[3] = token[3];
    } else joined.push(token);
  }
  return joined;
}

function nested(tokens: readonly MustacheToken[]): MustacheToken[] {
  const top: MustacheToken[] = [];
  const opened: { section: MustacheToken; into: MustacheToken[] }[] = [];
  let into = top;
  for (const token of tokens) {
    if (token[0] === "/") {
      const closed = opened.pop();
      if (!closed) continue;
      closed.section[5] = token[2];
      into = closed.into;
      continue;
    }
    into.push(token);
    if (token[0] === "#" || token[0] === "^") {
      opened.push({ section: token, into });
      into = token[4] = [];
    }
  }
  return top;
}
