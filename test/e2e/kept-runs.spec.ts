import type { Page } from "@playwright/test";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import { sampleExchange } from "../unit/history/sample-run.ts";
import { violations } from "./accessibility.ts";
import { expect, test } from "./app.ts";
import { HistoryPage } from "./history-page.ts";
import { importRuns, pastRun } from "./imported-runs.ts";

const weather = {
  id: "call_1",
  type: "function" as const,
  function: { name: "get_weather", arguments: '{"town":"Oslo"}' },
};

/** A picture of some bytes as it stands in a message. */
const picture = (bytes: number) => `data:image/png;base64,${Buffer.alloc(bytes, bytes).toString("base64")}`;

function withPicture(sequence: number, url: string) {
  const content = [
    { type: "text", text: "What is on it?" },
    { type: "image_url", image_url: { url } },
  ];
  const exchange = sampleExchange(sequence);
  const compiled = pastRun(sequence, 1).record.compiled;
  return pastRun(sequence, 1, {
    ...(compiled && {
      compiled: {
        ...compiled,
        messages: [{ message: { role: "user", content }, origin: { kind: "prompt", index: 0 } }],
      },
    }),
    exchanges: [
      {
        ...exchange,
        request: { ...exchange.request, body: JSON.stringify({ messages: [{ role: "user", content }] }) },
      },
    ],
  });
}

test("kept runs show the tool they called, the checks that were recorded, and pictures by kind and size", async ({
  page,
}) => {
  const history = new HistoryPage(page);
  await importRuns(history, [
    withPicture(1, picture(3000)),
    withPicture(2, picture(4000)),
    pastRun(3, 1, {
      output: { ...emptyOutput(), text: '{"words": "many"}', toolCalls: [weather] },
      checks: {
        output: { valid: false, errors: [{ path: "/words", message: "must be integer" }] },
        toolCalls: [{ name: "get_weather", valid: false, errors: [{ path: "", message: "must have city" }] }],
      },
    }),
    pastRun(4, 1),
    pastRun(5, 1, { output: { ...emptyOutput(), toolCalls: [weather] } }),
    pastRun(6, 1, { output: emptyOutput() }),
  ]);
  const row = (sequence: number) => page.locator(`#run-run-${sequence}`);

  await test.step("a row without words stands as the others do", async () => {
    await expect(row(5)).toContainText('→ get_weather({"town":"Oslo"})');
    const places = await history.rows.evaluateAll((rows) =>
      rows.map((row) => {
        const { top } = row.getBoundingClientRect();
        return [...row.children].map((cell) => Math.round(cell.getBoundingClientRect().top - top));
      }),
    );
    // An empty excerpt leaves its line's room, so that all rows stand alike.
    for (const place of places) expect(place).toEqual(places[1]);
  });

  await test.step("checks of answer and tool calls are shown with the run", async () => {
    await row(3).click();
    const check = history.run.getByRole("region", { name: "Schema check" });
    await expect(check).toContainText("Does not fit the JSON schema");
    await expect(check).toContainText("must be integer");
    const call = history.run.getByRole("region", { name: "Tool call get_weather" });
    await expect(call).toContainText("does not fit its schema");
    await expect(call).toContainText("must have city");
  });

  await test.step("embedded pictures are told by kind and size, in messages and in differences", async () => {
    await row(2).click();
    await history.run.getByRole("tab", { name: "Messages" }).click();
    const content = history.run.getByRole("group", { name: "Content" });
    await expect(content.getByText("image/png · 4\u00a0000 B")).toBeVisible();
    await expect(content).not.toContainText("base64,");
    await row(1).click({ modifiers: ["Control"] });
    const differences = page.getByRole("list", { name: "Differences" });
    await expect(differences).toContainText("image/png · 3\u00a0000 B");
    await expect(differences).toContainText("image/png · 4\u00a0000 B");
    await expect(differences).not.toContainText("base64,");
  });
});

async function openCompareTab(page: Page) {
  const history = new HistoryPage(page);
  await history.rows.first().click();
  const inspector = history.run.getByRole("region", { name: "Inspector" });
  await inspector.getByRole("tab", { name: "Compare" }).click();
  return inspector;
}

test("a request is compared with any kept run: older pages, and a search over all prompts", async ({ page }) => {
  const elsewhere = pastRun(1, 9);
  elsewhere.record.request.prompt = { library: "demo", name: "zoo/keeper", label: "production" };
  elsewhere.record.request.variables = { animal: "wombat" };
  // Only a request that was planned can be compared.
  const plan: RequestPlan = {
    warnings: [],
    endpoint: { baseUrl: "http://127.0.0.1:4000/v1", baseUrlSource: "settings", credential: null },
    route: {
      requested: "m",
      model: "m",
      provider: "openai",
      providerLabel: "OpenAI",
      source: "call",
      rule: "named by the call",
    },
    messages: [],
    parameters: [],
    extraBody: {},
    stream: true,
  };
  const runs = [elsewhere, ...Array.from({ length: 60 }, (_, index) => pastRun(index + 2, 1))];
  await importRuns(
    new HistoryPage(page),
    runs.map(({ record, notes }) => ({ record: { ...record, plan }, notes })),
  );
  const inspector = await openCompareTab(page);
  const choice = inspector.getByRole("combobox", { name: "Compare with" });
  // 50 of a page, without the run itself.
  await expect(choice.getByRole("option")).toHaveCount(49);
  await inspector.getByRole("button", { name: "Older runs" }).click();
  await expect(choice.getByRole("option")).toHaveCount(59);
  await expect(inspector.getByRole("button", { name: "Older runs" })).toBeHidden();
  await inspector.getByRole("searchbox", { name: "Search the kept runs" }).fill("wombat");
  await expect(choice.getByRole("option")).toHaveCount(1);
  await expect(choice).toContainText("zoo/keeper");
  await expect(inspector.getByRole("list", { name: "Differences" })).toContainText("customer 1");
  await inspector.getByRole("searchbox", { name: "Search the kept runs" }).fill("never said");
  await expect(inspector).toContainText("No other kept run has these words.");
  expect(await violations(page)).toEqual([]);
});
