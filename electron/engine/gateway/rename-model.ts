/**
 * Puts another name into the answers of a server while they pass: every other byte stays as it is. Text that is no JSON,
 * or has no model where one is looked for, passes unchanged.
 */
export interface ModelRenamer {
  push(bytes: Buffer): Buffer;
}

/**
 * `places`: paths of keys, e.g. `model` or `response.model`; the first that is found in an object counts. `events`: the
 * bytes are whole server-sent events, each with an object of its own; otherwise they are pieces of one object.
 */
export function createModelRenamer(name: string, places: readonly string[], events: boolean): ModelRenamer {
  const written = Buffer.from(JSON.stringify(name));
  if (!events) {
    const object = new ModelScanner(written, places);
    return { push: (bytes) => object.push(bytes) };
  }
  return { push: (bytes) => renameEvents(bytes, () => new ModelScanner(written, places)) };
}

const dataField = Buffer.from("data:");

function renameEvents(bytes: Buffer, newScanner: () => ModelScanner): Buffer {
  const pieces: Buffer[] = [];
  let scanner: ModelScanner | undefined;
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

/** Reads an object byte by byte until the model is found; the pieces may be cut anywhere. */
class ModelScanner {
  private readonly name: Buffer;
  private readonly places: readonly string[];
  private readonly levels: Level[] = [];
  private text: "key" | "value" | "model" | undefined;
  private isEscaped = false;
  private awaitsKey = false;
  private key = "";
  private isFound = false;

  constructor(name: Buffer, places: readonly string[]) {
    this.name = name;
    this.places = places;
  }

  push(bytes: Buffer): Buffer {
    if (this.isFound) return bytes;
    const pieces: Buffer[] = [];
    let kept = 0;
    for (let at = 0; at < bytes.length && !this.isFound; at += 1) {
      const before = this.text;
      this.read(bytes[at] ?? 0);
      if (before !== "model" && this.text === "model") pieces.push(bytes.subarray(kept, at));
      if (before === "model" && this.isFound) {
        pieces.push(this.name);
        kept = at + 1;
      }
    }
    if (this.text !== "model") pieces.push(bytes.subarray(kept));
    return Buffer.concat(pieces);
  }

  private read(value: number): void {
    if (this.text) this.readText(value);
    else if (value === 0x22) this.text = this.awaitsKey ? "key" : this.isPlace() ? "model" : "value";
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
    if (this.text === "model") this.isFound = true;
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

  private isPlace(): boolean {
    if (this.levels.length === 0 || this.levels.length > 2 || this.levels.some(({ isObject }) => !isObject))
      return false;
    return this.places.includes(this.levels.map(({ key }) => key).join("."));
  }
}
