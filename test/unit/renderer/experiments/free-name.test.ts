import { expect, it } from "vitest";
import { freeName } from "../../../../renderer/stores/experiments/setup/free-name.ts";

it("what is made of an experiment has the first number that is free, counted once (two of one name stood in the list)", () => {
  expect(freeName("tones", ["tones"])).toBe("tones (2)");
  expect(freeName("tones", ["tones", "tones (2)", "tones (4)"])).toBe("tones (3)");
  expect(freeName("tones (2)", ["tones (2)", "tones"])).toBe("tones (3)");
  // The one it is made of may be gone from the list.
  expect(freeName("tones (7)", [])).toBe("tones (2)");
  expect(freeName("in 2 (v2)", [])).toBe("in 2 (v2) (2)");
  expect(freeName("x".repeat(500), [])).toHaveLength(500);
});
