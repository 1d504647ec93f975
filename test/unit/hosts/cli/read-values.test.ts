import { describe, expect, it } from "vitest";
import { readValues } from "../../../../electron/hosts/cli/read-values.ts";
import type { ReadWords } from "../../../../electron/hosts/cli/read-words.ts";

const { signal } = new AbortController();
const words = (pairs: string[]): ReadWords => ({
  operands: [],
  flag: () => false,
  text: () => undefined,
  list: () => pairs,
});

describe("--var", () => {
  it("ends the name at the first =, and keeps the value as it was typed (an address loses its query)", async () => {
    expect(await readValues(words(["url=https://x.test/?a=1&b=2", "empty=", "n=01"]), signal)).toEqual({
      url: "https://x.test/?a=1&b=2",
      empty: "",
      n: "01",
    });
  });

  it("without a name or a value is refused", async () => {
    for (const pair of ["novalue", "=value"]) await expect(readValues(words([pair]), signal)).rejects.toThrow(pair);
  });
});
