/**
 * Puts another name into the answers of a server while they pass: every other byte stays as it is. Text that is no JSON,
 * or has no model where one is looked for, passes unchanged.
 */
export interface ModelRenamer {
  push(bytes: Buffer): Buffer;
}

/** Texts that are written otherwise: at the first of these places that is found in an object, or at every one. */
export interface RewrittenText {
  /** Paths of keys, e.g. `model` or `response.model`; `[]` stands for any entry of a list: `output.[].id`. */
  places: readonly string[];
  /** It stands in more than one place, and more than once. */
  isEverywhere?: true;
  write(text: string): string;
}

/** Where texts are looked for, worked out once for all events of a stream. */
interface Sought {
  texts: readonly RewrittenText[];
  /** The last keys of all places. */
  keys: ReadonlySet<string>;
  /** Levels of the deepest place. */
  deepest: number;
}

function soughtOf(texts: readonly RewrittenText[]): Sought {
  const paths = texts.flatMap(({ places }) => places.map((place) => place.split(".")));
  return {
    texts,
    keys: new Set(paths.flatMap((path) => path.at(-1) ?? [])),
    deepest: Math.max(0, ...paths.map(({ length }) => length)),
  };
}

/**
 * `places`: where the model stands; the first that is found in an object counts. `events`: the bytes are whole
 * server-sent events, each with an object of its own; otherwise they are pieces of one object.
 */
export function createModelRenamer(
  name: string,
  places: readonly string[],
  events: boolean,
  others: readonly RewrittenText[] = [],
): ModelRenamer {
  const sought = soughtOf([{ places, write: () => name }, ...others]);
  if (!events) {
    const object = new TextScanner(sought);
    return { push: (bytes) => object.push(bytes) };
  }
  return { push: (bytes) => renameEvents(bytes, () => new TextScanner(sought)) };
}

const dataField = Buffer.from("data:");

function renameEvents(bytes: Buffer, newScanner: () => TextScanner): Buffer {
  const pieces: Buffer[] = [];
  let scanner: TextScanner | undefined;
  for (let at = 0; at < bytes.length; ) {
    const end = endOfLine(bytes, at);
    const line = bytes.subarray(at, end);
    at = end;
    if (isLineEnd(line[0])) scanner = undefined;
    if (!line.subarray(0, dataField.length).equals(dataField)) {
      pieces.push(line);
      continue;
    }
    scanner ??= newScanner();
    pieces.push(dataField, scanner.push(line.subarray(dataField.length)));
  }
  return Buffer.concat(pieces);
}

/** Behind the line's end, or the end of all. */
function endOfLine(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && !isLineEnd(bytes[at])) at += 1;
  if (bytes[at] === byte("\r") && bytes[at + 1] === byte("\n")) return at + 2;
  return Math.min(at + 1, bytes.length);
}

function isLineEnd(value: number | undefined): boolean {
  return value === byte("\n") || value === byte("\r");
}

function byte(character: string): number {
  return character.charCodeAt(0);
}

/** Longer keys are none that is looked for. */
const longestKey = 64;

interface Level {
  isObject: boolean;
  key: string;
}

/** Reads an object byte by byte until all texts are found; the pieces may be cut anywhere. */
class TextScanner {
  private readonly sought: Sought;
  private left: readonly RewrittenText[];
  private readonly levels: Level[] = [];
  private text: "key" | "value" | "found" | undefined;
  private found: RewrittenText | undefined;
  /** Of a text that is rewritten, as it stands in the JSON. */
  private written: Buffer[] = [];
  private isEscaped = false;
  private awaitsKey = false;
  private key = "";

  constructor(sought: Sought) {
    this.sought = sought;
    this.left = sought.texts;
  }

  push(bytes: Buffer): Buffer {
    if (this.left.length === 0) return bytes;
    const pieces: Buffer[] = [];
    let kept = 0;
    for (let at = 0; at < bytes.length && this.left.length > 0; at += 1) {
      const before = this.text;
      this.read(bytes[at] ?? 0);
      if (before !== "found" && this.text === "found") {
        pieces.push(bytes.subarray(kept, at));
        kept = at;
      }
      if (before === "found" && this.text !== "found") {
        pieces.push(this.rewritten(bytes.subarray(kept, at + 1)));
        kept = at + 1;
      }
    }
    if (this.text === "found") this.written.push(bytes.subarray(kept));
    else pieces.push(bytes.subarray(kept));
    return Buffer.concat(pieces);
  }

  private rewritten(end: Buffer): Buffer {
    const json = Buffer.concat([...this.written, end]);
    this.written = [];
    const { found } = this;
    this.found = undefined;
    if (!found) return json;
    if (!found.isEverywhere) this.left = this.left.filter((one) => one !== found);
    const text = textIn(json.toString("utf8"));
    const own = text === undefined ? undefined : found.write(text);
    return own === undefined || own === text ? json : Buffer.from(JSON.stringify(own));
  }

  private read(value: number): void {
    if (this.text) this.readText(value);
    else if (value === 0x22) this.beginText();
    else this.readStructure(value);
  }

  private readText(value: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (value === 0x5c) this.isEscaped = true;
    else if (value === 0x22) {
      this.endText();
      return;
    }
    if (this.text === "key" && this.key.length < longestKey) this.key += String.fromCharCode(value);
  }

  private endText(): void {
    const level = this.levels.at(-1);
    if (this.text === "key" && level) level.key = this.key;
    this.key = "";
    this.text = undefined;
  }

  private readStructure(value: number): void {
    if (value === 0x7b || value === 0x5b) {
      this.levels.push({ isObject: value === 0x7b, key: "" });
      this.awaitsKey = value === 0x7b;
    } else if (value === 0x7d || value === 0x5d) {
      this.levels.pop();
      this.awaitsKey = false;
    } else if (value === 0x2c) this.awaitsKey = this.levels.at(-1)?.isObject ?? false;
    else if (value === 0x3a) this.awaitsKey = false;
  }

  private beginText(): void {
    this.found = this.awaitsKey ? undefined : this.textHere();
    this.text = this.awaitsKey ? "key" : this.found ? "found" : "value";
  }

  private textHere(): RewrittenText | undefined {
    const { keys, deepest } = this.sought;
    const last = this.levels.at(-1);
    if (!last?.isObject || this.levels.length > deepest || !keys.has(last.key)) return undefined;
    const place = this.levels.map(({ isObject, key }) => (isObject ? key : "[]")).join(".");
    return this.left.find(({ places }) => places.includes(place));
  }
}

function textIn(json: string): string | undefined {
  try {
    const text: unknown = JSON.parse(json);
    return typeof text === "string" ? text : undefined;
  } catch {
    return undefined;
  }
}
