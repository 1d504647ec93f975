/**
 * Bytes with every known key written over, one mark for a byte: a database keeps its form, and a key that a model had said before
 * it was known for one leaves with no copy. Keys that lie across two pieces are found too.
 */
export async function* maskSecrets(
  pieces: AsyncIterable<Buffer>,
  secrets: readonly string[],
): AsyncGenerator<Buffer, void> {
  const known = [...new Set(secrets)].filter(({ length }) => length >= 8).map((secret) => Buffer.from(secret));
  const held = Math.max(0, ...known.map(({ byteLength }) => byteLength - 1));
  let rest: Buffer = Buffer.alloc(0);
  for await (const piece of pieces) {
    const all = rest.byteLength === 0 ? piece : Buffer.concat([rest, piece]);
    for (const secret of known) {
      for (let at = all.indexOf(secret); at >= 0; at = all.indexOf(secret, at + secret.byteLength)) {
        all.fill("*", at, at + secret.byteLength);
      }
    }
    const end = Math.max(0, all.byteLength - held);
    if (end > 0) yield all.subarray(0, end);
    rest = all.subarray(end);
  }
  if (rest.byteLength > 0) yield rest;
}
