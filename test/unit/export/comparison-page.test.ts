import { createHash } from "node:crypto";
import { comparisonPage, mostCompared } from "@engine/export/comparison-page.ts";
import { exportRuns } from "@engine/export/export-runs.ts";
import { noNotes } from "@shared/domain/run/history.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { describe, expect, it } from "vitest";
import { sampleRun } from "../history/sample-run.ts";

const canary = `<script>alert("x")</script><img src=x onerror=alert(1)>"'&</pre></details><style>*{}</style>`;

/** The n-th variant's answer. */
function answered(n: number, text: string, change: Partial<RunRecord["request"]> = {}): RunRecord {
  const run = sampleRun(n);
  return {
    ...run,
    request: { ...run.request, variables: { customer: "Ada" }, ...change },
    compiled: {
      ...(run.compiled ?? never()),
      messages: [{ message: { role: "user", content: "Help Ada" }, origin: { kind: "prompt", index: 0 } }],
    },
    output: { ...run.output, text },
  };
}

function never(): never {
  throw new Error("The sample is compiled.");
}

const bodyOf = (page: string) => page.slice(page.indexOf("</style>") + "</style>".length);

describe("a comparison as a page (EXP-2)", () => {
  it("says what differs, and shows values, messages, figures, answers and their differences", () => {
    const page = comparisonPage(
      [answered(1, "You may have a refund."), answered(2, "You may have a voucher.", { modelOverride: "gpt-x" })],
      0,
    );
    const body = bodyOf(page);
    for (const text of ["support/answer", "customer", "Ada", "Help Ada", "813 ms", "90 ms", "12 → 5", "gpt-x"]) {
      expect(body, text).toContain(text);
    }
    expect(body).toContain("<b>B</b> model gpt-x instead of demo/sample-small");
    expect(body).toContain("You may have a <del>refund</del><ins>voucher</ins>.");
    // What all have in common stands once.
    expect(body.split("Help Ada")).toHaveLength(2);
  });

  it("says of each what it has where values and messages are not the same, by the variants' letters", () => {
    const of = (n: number, variantId: string, repetition: number, customer: string) =>
      answered(n, "Yes.", { variables: { customer }, comparison: { id: "c", variantId, repetition } });
    const body = bodyOf(comparisonPage([of(1, "a", 0, "Ada"), of(2, "a", 1, "Ada"), of(3, "b", 0, "Bo")], 0));
    expect(body).toContain("<h3>A 1, A 2</h3>");
    expect(body).toContain("<h3>B</h3>");
    expect(body).toContain("<b>B</b> value of customer");
    expect(body).toContain("The same, letter for letter.");
  });

  it("tells why there is no answer, in the provider's words", () => {
    const failed: RunRecord = {
      ...answered(1, ""),
      outcome: {
        kind: "provider_error",
        error: {
          code: "provider_rate_limited",
          stage: "provider",
          message: "Too many.",
          detail: "Slow down",
          actions: [],
        },
      },
    };
    expect(bodyOf(comparisonPage([failed], 0))).toContain('<p class="failed">Too many. Slow down</p>');
  });

  it("makes markup of nothing that others have written", () => {
    const hostile = (n: number): RunRecord => {
      const run = answered(n, `${canary}${n}`, {
        prompt: { library: "demo", name: canary, version: canary },
        variables: { [canary]: canary },
        modelOverride: canary,
        overrides: { [canary]: n },
      });
      const output = { ...run.output, reasoning: canary, refusal: canary };
      const messages = [
        { message: { role: canary, content: canary, name: canary }, origin: { kind: "prompt" as const, index: 0 } },
      ];
      return { ...run, output, compiled: { ...(run.compiled ?? never()), messages } };
    };
    const page = comparisonPage([hostile(1), hostile(2)], 0);
    expect(bodyOf(page)).not.toMatch(/<(?:script|img|style|link|iframe|object|form|a)\b/i);
    expect(page).not.toContain("<img");
  });

  // A page that opens somewhere else has to be let do nothing at all but show itself.
  it("allows its own style by its hash and nothing else, and names no address", () => {
    const page = comparisonPage([answered(1, "Yes.")], 0);
    const style = page.slice(page.indexOf("<style>") + "<style>".length, page.indexOf("</style>"));
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/\b(?:src|href|url\()\s*[=(]?\s*["']?https?:/i);
    expect(page).not.toContain("style=");
  });

  it("has the place of a picture and not its megabytes", () => {
    const url = `data:image/png;base64,${"QUJD".repeat(50_000)}`;
    const run = answered(1, "A cat.", { variables: { picture: url } });
    const page = comparisonPage([run], 0);
    expect(page).toContain("[image/png, 200000 characters, left out]");
    expect(page.length).toBeLessThan(20_000);
  });

  it("is what the history exports: in the order asked for, no more than can be read side by side", async () => {
    const ids = Array.from({ length: mostCompared + 2 }, (_, index) => String(index + 1));
    const made = await exportRuns(ids, "html", 0, async (id) => ({
      record: answered(Number(id), `Answer ${id}.`),
      notes: noNotes,
    }));
    expect(made).toMatchObject({ fileName: "promptscope-comparison-1970-01-01.html", mediaType: "text/html" });
    expect(made).toMatchObject({ runs: mostCompared, truncated: true });
    expect(made.text.indexOf("Answer 1.")).toBeLessThan(made.text.indexOf("Answer 2."));
  });
});
