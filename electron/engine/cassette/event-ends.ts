const lineFeed = 10;
const carriageReturn = 13;
const dataField = Buffer.from("data");

/**
 * Where each event of a stream ends, as offsets behind its blank line: an event is what a reader of the standard would
 * tell about, so comments and blocks without data belong to the next one. The last one counts without its blank line.
 */
export function findEventEnds(bytes: Buffer): number[] {
  const ends: number[] = [];
  let hasData = false;
  let lineStart = startOfText(bytes);
  for (let index = lineStart; index < bytes.length; index++) {
    const byte = bytes[index];
    if (byte !== lineFeed && byte !== carriageReturn) continue;
    const isEmpty = index === lineStart;
    if (!isEmpty) hasData ||= isDataLine(bytes, lineStart, index);
    if (byte === carriageReturn && bytes[index + 1] === lineFeed) index++;
    if (isEmpty && hasData) {
      ends.push(index + 1);
      hasData = false;
    }
    lineStart = index + 1;
  }
  hasData ||= isDataLine(bytes, lineStart, bytes.length);
  if (hasData) ends.push(bytes.length);
  return ends;
}

function isDataLine(bytes: Buffer, start: number, end: number): boolean {
  const afterName = start + dataField.length;
  if (end < afterName || bytes.compare(dataField, 0, dataField.length, start, afterName) !== 0) return false;
  return end === afterName || bytes[afterName] === 0x3a;
}

/** A byte order mark is no part of the first line. */
function startOfText(bytes: Buffer): number {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
}
