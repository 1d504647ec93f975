const chunkLength = 2000;

/**
 * Splits plain text at line ends into chunks of about 2 000 characters that can be laid out apart: one growing text
 * node costs layout over its whole length at every frame. Joined with "\n", the chunks are the text.
 * A cut is never made beside an empty line, which a block of its own would lose.
 */
export function splitChunks(text: string): string[] {
  const chunks: string[] = [];
  let start = 0;
  while (text.length - start > chunkLength) {
    const cut = nextCut(text, start + chunkLength);
    if (cut === -1) break;
    chunks.push(text.slice(start, cut));
    start = cut + 1;
  }
  chunks.push(text.slice(start));
  return chunks;
}

function nextCut(text: string, from: number): number {
  for (let at = text.indexOf("\n", from); at !== -1; at = text.indexOf("\n", at + 1)) {
    const after = text[at + 1];
    if (text[at - 1] !== "\n" && after !== undefined && after !== "\n") return at;
  }
  return -1;
}
