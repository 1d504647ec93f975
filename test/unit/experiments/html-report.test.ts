import { createHash } from "node:crypto";
import { htmlReport } from "@engine/experiments/reports/html-report.ts";
import type { CellOfFile } from "@shared/domain/experiment/cell-files.ts";
import type { CellResult } from "@shared/domain/experiment/cell-result.ts";
import { reportOf } from "@shared/domain/experiment/experiment-report.ts";
import { experimentSpecSchema } from "@shared/domain/experiment/experiment-spec.ts";
import { describe, expect, it } from "vitest";

const canary = `<script>alert("x")</script><img src=x onerror=alert(1)>"'&</pre></details><style>*{}</style>`;

/** An experiment of so many rows whose every text is the same. */
function sample(rows: number, text: string) {
  const request = {
    prompt: null,
    variables: {},
    placeholders: {},
    compileMode: "python",
    clientMessages: [],
    clientMessagesMode: "replace",
    model: "",
    modelOverride: "openai/gpt-4o",
    parameters: {},
    overrides: {},
    stream: false,
  };
  const name = text.slice(0, 90);
  const spec = experimentSpecSchema().parse({
    title: text.slice(0, 400) || "x",
    base: "base",
    repetitions: 1,
    seed: 1,
    verdict: { score: "pass", delta: 0.05, alpha: 0.05 },
    limits: {},
    gates: ["base.pass >= 0.8"],
    variants: [
      { name: "base", model: name, request },
      { name: name || "edit", model: "openai/gpt-4o", request },
    ],
    checks: [{ evaluator: { type: "contains", value: "a", name: name || "contains" } }],
    rows: Array.from({ length: rows }, (_, index) => ({
      id: String(index + 1),
      variables: { [name]: text },
      placeholders: {},
    })),
  });
  const results = spec.rows.flatMap((row): CellResult[] =>
    spec.variants.map(({ name: variant }) => ({
      row: row.id,
      variant,
      repetition: 0,
      runId: "1",
      standing: "done",
      passed: variant === "base",
      scores: Array.from({ length: 6 }, () => ({ name, value: text, passed: false, reason: text })),
      why: text,
      latencyMs: 12,
      tokens: 7,
      costUsd: 0.001,
    })),
  );
  const cells = results.map(
    (result): CellOfFile => ({
      number: Number(result.row),
      variables: Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`${name}${index}`, text])),
      expected: text,
      model: name,
      result,
      answer: text,
      rating: null,
    }),
  );
  return { report: reportOf(spec, results, { costUsd: 0 }), cells };
}

describe("the page of an experiment", () => {
  it("makes markup of nothing that others have written", () => {
    const { report, cells } = sample(3, canary);
    const page = htmlReport(report, cells);
    const own = page.slice(page.indexOf("</style>") + "</style>".length);
    expect(own).not.toMatch(/<(?:script|img|style|link|iframe|object|form|a)\b/i);
    expect(own).not.toMatch(/<[^>]* on\w+=/i);
    expect(own).toContain("&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt;");
    // Every tag is one of ours.
    const tags = new Set([...own.matchAll(/<\/?([a-z0-9]+)/gi)].map(([, tag]) => tag));
    const known = [
      "h1",
      "h2",
      "h3",
      "p",
      "ul",
      "li",
      "b",
      "code",
      "table",
      "tr",
      "th",
      "td",
      "br",
      "span",
      "svg",
      "line",
    ];
    const more = ["circle", "details", "summary", "dl", "dt", "dd", "div", "pre", "i", "html"];
    expect([...tags].filter((tag) => ![...known, ...more].includes(tag ?? ""))).toEqual([]);
  });

  it("says of calls without a price that they have none, never that they were free", () => {
    const { report, cells } = sample(3, "plain");
    const page = htmlReport({ ...report, costUsd: 0, unpriced: 6 }, cells);
    expect(page).toContain("not sent. Cost: no price known for 6 calls.");
    expect(page).not.toContain("$0.0000");
    expect(htmlReport({ ...report, reusedCostUsd: 0.25 }, cells)).toContain(
      "Cost: $0.0060; $0.2500 of reused answers was paid before.",
    );
  });

  it("asks for nothing from anywhere: its policy allows its own style alone", () => {
    const { report, cells } = sample(3, "plain");
    const page = htmlReport(report, cells);
    const [, style = ""] = /<style>([\s\S]*?)<\/style>/.exec(page) ?? [];
    const hash = createHash("sha256").update(style).digest("base64");
    expect(page).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(page).not.toMatch(/<script|\bsrc=|\bhref=|\bstyle=|url\(|@import/i);
    expect(page).toContain("plain");
  });

  it.each([
    ["letters", "word "],
    ["marks that grow when they are escaped", "<&\"'"],
    ["letters of four bytes", "𝕏😀"],
  ])("of 1 000 cells is no larger than 5 MB, whatever they hold: %s", (_, text) => {
    const { report, cells } = sample(500, text.repeat(2_000));
    const page = htmlReport(report, cells);
    expect(Buffer.byteLength(page)).toBeLessThanOrEqual(5_000_000);
    expect(page.match(/<details>/g)?.length).toBeGreaterThan(200);
    expect(page.isWellFormed()).toBe(true);
  });

  it("shows rows that did not pass first, and a cell whose answer was given says so", () => {
    const { report, cells } = sample(3, "plain");
    const given = cells.map((cell) => ({
      ...cell,
      result: { ...cell.result, passed: cell.number !== 2, isGiven: true as const },
    }));
    const page = htmlReport(report, given);
    expect([...page.matchAll(/<span class="no">(\d)<\/span>/g)].map(([, number]) => number)).toEqual(["2", "1", "3"]);
    expect(page).toContain("answer given, no call");
  });
});
