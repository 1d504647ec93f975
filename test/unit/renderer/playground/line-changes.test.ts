import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { changesBetween } from "../../../../renderer/features/playground/edit/line-changes.ts";
import type { LineMarks } from "../../../../renderer/ui/code/code-marks.ts";
import { drawn } from "../../../prove-scale.ts";

const text = fc.array(fc.constantFrom("", "a", "b", "c"), { minLength: 1, maxLength: 12 }).map((it) => it.join("\n"));

/** What a reader of the marks takes the old text to have been. */
function undone(after: string, { added, removed }: LineMarks): string {
  const lines = after.split("\n");
  const old: string[] = [];
  for (let line = 1; line <= lines.length + 1; line++) {
    for (const gone of removed) if (gone.before === line) old.push(gone.text);
    const own = lines[line - 1];
    if (own !== undefined && !added.includes(line)) old.push(own);
  }
  return old.join("\n");
}

describe("marks of the lines that an edit changes", () => {
  it("lead back to the stored text, and mark no more than the lines between what is equal on both ends", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        const card = { id: 1, item: { role: "user", content: after } };
        const changes = changesBetween([{ role: "user", content: before }], [card]);
        const marks = changes.marks.get(1);
        if (before === after) expect(marks).toBeUndefined();
        else expect(undone(after, marks ?? { added: [], removed: [] })).toBe(before);
        expect(changes).toMatchObject({
          addedLines: marks?.added.length ?? 0,
          removedLines: marks?.removed.length ?? 0,
        });
      }),
      drawn(500),
    );
  });

  it("are those against another stored text when that changes under the same edit", () => {
    const cards = [{ id: 1, item: { role: "user", content: "one\ntwo" } }];
    expect(changesBetween([{ role: "user", content: "one" }], cards)).toMatchObject({ addedLines: 1, removedLines: 0 });
    expect(changesBetween([{ role: "user", content: "two" }], cards).marks.get(1)?.added).toEqual([1]);
    expect(changesBetween([{ role: "user", content: "one\ntwo" }], cards).marks.size).toBe(0);
  });
});
