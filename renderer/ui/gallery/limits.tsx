import { LimitLines } from "../LimitLines.tsx";
import { PassedLimits } from "../PassedLimits.tsx";
import type { Exhibit } from "./exhibit.ts";

const providers = { providers: [{ id: "openai", label: "OpenAI" }] };
const figures = { provider: "openai", limitUsd: 5, spentUsd: 3.2, askedUsd: 0.4, unpriced: 0 };
const linesOf = (state: "within" | "near" | "passes" | "passed") => [{ ...figures, state }];

/** What is said of the limits of a day. */
export const limits: readonly Exhibit[] = [
  {
    part: "LimitLines",
    isWide: true,
    states: {
      within: <LimitLines lines={linesOf("within")} providers={providers} problem={undefined} />,
      passes: <LimitLines lines={linesOf("passes")} providers={providers} problem={undefined} />,
      passed: <LimitLines lines={linesOf("passed")} providers={providers} problem={undefined} />,
      "not known": <LimitLines lines={[]} providers={providers} problem="the history is locked." />,
    },
  },
  {
    part: "PassedLimits",
    isWide: true,
    states: {
      passed: <PassedLimits lines={[figures]} providers={providers} what="The gateway" onLimits={() => {}} />,
    },
  },
];
