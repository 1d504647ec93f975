/* What the rows about editing are measured with. Runs in pages as well: it imports nothing. */

const line = (index: number) =>
  `- Rule ${index}: say {{tone}} words to {{customer_${index % 40}}}, and name order ${index}.`;

/** 200 KB in one message. */
export function longTemplate(): string {
  const lines: string[] = [];
  for (let index = 0, size = 0; size < 200_000; index++) {
    lines.push(line(index));
    size += (lines.at(-1)?.length ?? 0) + 1;
  }
  return lines.join("\n");
}

/** 60 messages of some 300 characters. */
export function manyMessages(): string[] {
  return Array.from({ length: 60 }, (_, index) => [0, 1, 2, 3].map((part) => line(index * 4 + part)).join("\n"));
}
