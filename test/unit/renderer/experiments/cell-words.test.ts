import { expect, it } from "vitest";
import { statusWord, tallyWords } from "../../../../renderer/features/experiments/grid/cell-words.ts";

// Half of a stopped experiment's cells "waited", for nothing.
it("a cell that was not sent waits only as long as something is sent", () => {
  expect(statusWord("waiting", true, false)).toBe("waits");
  expect(statusWord("waiting", true, true)).toBe("not sent");
  expect(statusWord("stopped", true, true)).toBe("stopped");
  expect(tallyWords({ passed: 2, waiting: 1 }, true, true)).toBe("2 pass, 1 not sent");
});
