import type { EvaluatorCase } from "./cases.ts";

/** Of evaluators that say how alike two texts are. */
export const similarityCases: readonly EvaluatorCase[] = [
  {
    evaluator: { type: "levenshtein", value: "harbour", pass: ">= 0.8" },
    passes: [
      "harbour",
      "harbor",
      "Harbour",
      "harbours",
      "harboum",
      "harbour.",
      "xarbour",
      "habour",
      "harbourr",
      "arbour",
    ],
    fails: ["", "port", "harb", "HARBOUR", "boat", "harbour of the town", "hrbr", "house", "rubarbo", "ha"],
    broken: [{ evaluator: { type: "levenshtein", pass: ">= 0.8" }, expected: null, says: "expected" }],
  },
  {
    evaluator: { type: "rouge-l", value: "the pier opens at nine", pass: ">= 0.7" },
    passes: [
      "the pier opens at nine",
      "The pier opens at nine.",
      "the pier opens nine",
      "pier opens at nine",
      "the pier opens at nine today",
      "so the pier opens at nine",
      "the pier opens at ten",
      "the big pier opens at nine",
      "the pier opens at nine, sharp",
      "THE PIER OPENS AT NINE",
    ],
    fails: [
      "",
      "nine",
      "at nine",
      "closed",
      "nine at opens pier the",
      "the boat",
      "the pier",
      "we open early every day",
      "pier nine",
      "der Steg öffnet um neun",
    ],
    broken: [
      { evaluator: { type: "rouge-l", value: "x".repeat(10_000) }, answer: "y".repeat(10_000), says: "too long" },
    ],
  },
];
