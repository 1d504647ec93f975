import type { Page } from "@playwright/test";
import { startFakeLangfuse } from "../fakes/langfuse/fake-langfuse.ts";
import { startFakeProvider } from "../fakes/provider/fake-provider.ts";
import { type ClosedPort, watchClosedPort } from "./closed-port.ts";
import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { test as base, expect } from "./servers.ts";

/** Markup that would run something, or call `address`, if any of it were taken for more than text (UI-1, UI-2). */
function corpus(address: string): string {
  return [
    `<script>window.pwned=1</script><script src="${address}/a.js"></script>`,
    `<img src="${address}/b.png" onerror="window.pwned=1"><svg onload="window.pwned=1"><image href="${address}/c.svg"/></svg>`,
    `<iframe src="${address}/d"></iframe><object data="${address}/e"></object><embed src="${address}/f">`,
    `<style>body{background:url(${address}/g.png)}</style><link rel="stylesheet" href="${address}/h.css"><base href="${address}/">`,
    `<form action="${address}/i"><button onclick="window.pwned=1">go</button></form><meta http-equiv="refresh" content="0;url=${address}/j">`,
    `<video poster="${address}/k.png" src="${address}/l.mp4"></video><div style="background:url(${address}/m.png)">x</div>`,
    `![inline](${address}/n.png) ![ref][r] [![nested](${address}/o.png)](javascript:window.pwned=1)`,
    "[click](javascript:window.pwned=1) [data](data:text/html,<script>window.pwned=1</script>) <javascript:window.pwned=1>",
    `${address}/autolink <${address}/angle>`,
    `[r]: ${address}/p.png`,
    `| <img src=${address}/q.png> | b |\n|---|---|\n| ![cell](${address}/r.png) | <b onmouseover=window.pwned=1>x</b> |`,
    `\`\`\`html\n<img src="${address}/s.png" onerror="window.pwned=1">\n\`\`\``,
  ].join("\n\n");
}

/** Elements of the page that only such markup can have made. */
function madeByMarkup(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const selectors = [
      "iframe, object, embed, base, form[action], video, audio, meta[http-equiv=refresh], svg image",
      'img:not([src^="data:"], [src^="blob:"])',
      'a[href^="javascript:" i], a[href^="data:" i]',
      "[onerror], [onload], [onclick], [onmouseover]",
      '[style*="url("]',
      "body script, body style, body link",
    ];
    const found = [...document.querySelectorAll(selectors.join(", "))];
    const inText = found.filter((element) => !(element instanceof HTMLScriptElement && element.type === "module"));
    return [
      ...inText.map((element) => element.outerHTML.slice(0, 120)),
      ...("pwned" in window ? ["a script ran"] : []),
    ];
  });
}

const test = base.extend<{ listener: ClosedPort & { address: string } }>({
  listener: async ({ host: _ }, use) => {
    const taken = await startFakeProvider();
    await taken.close();
    const port = await watchClosedPort(taken.origin);
    await use({ ...port, address: taken.origin });
    await port.close();
  },
  langfuse: async ({ listener }, use) => {
    const hostile = corpus(listener.address);
    const server = await startFakeLangfuse({
      prompts: [
        {
          // Without a slash, which would make a folder of it.
          name: "with-history <img src=x onerror=window.pwned=1>",
          prompt: [
            { role: "system", content: hostile },
            { role: "user", content: "{{value}}" },
          ],
          labels: ["production"],
          tags: [hostile.slice(0, 80)],
          commitMessage: hostile,
          config: { note: hostile, model: "gpt-4o" },
        },
      ],
    });
    await use(server);
    await server.close();
  },
});

test("markup in prompts, values, answers, tool calls and errors stays text in every view, and calls nobody", async ({
  page,
  provider,
  listener,
}) => {
  test.slow();
  const playground = new PlaygroundPage(page);
  const hostile = corpus(listener.address);
  const check = async (where: string) => expect(await madeByMarkup(page), where).toEqual([]);

  await playground.openLangfuse();
  await playground.openPrompt(/with-history/);
  await playground.fill("value", hostile);
  await playground.showAsSent();
  await expect(playground.messages).toContainText("window.pwned");
  await check("messages");
  for (const tab of ["Config", "Versions", "Messages"]) {
    await page.getByRole("region", { name: "Prompt", exact: true }).getByRole("tab", { name: tab }).click();
    await check(tab);
  }

  const toolCalls = [{ id: "call_1", name: hostile.slice(0, 50), arguments: JSON.stringify({ page: hostile }) }];
  provider.next({ kind: "answer", answer: { text: hostile, reasoning: hostile, toolCalls } });
  await playground.run();
  await expect(playground.figures).toContainText("200");
  await expect(playground.output).toContainText("onerror");
  await expect(playground.output.getByRole("table")).toBeVisible();
  await check("answer as Markdown");
  await playground.variant.getByRole("button", { name: "Markdown" }).click();
  await expect(playground.output.getByRole("table")).toBeHidden();
  await check("answer");
  const inspector = page.getByRole("region", { name: "Inspector" });
  for (const tab of [/^Events/, /^Timing/, /^Response/, /^Source/, /^Stages/, /^Code/]) {
    await inspector.getByRole("tab", { name: tab }).click();
    await check(String(tab));
  }

  provider.next({ kind: "status", status: 400, message: hostile, headers: { "x-request-id": "<img src=x>" } });
  await playground.run();
  await expect(playground.variant.getByRole("alert")).toContainText("onerror");
  await check("error");

  const history = new HistoryPage(page);
  await history.open();
  for (const row of [0, 1]) {
    await history.rows.nth(row).click();
    await expect(history.run).toContainText("onerror");
    await check(`history, row ${row}`);
  }
  await history.rows.nth(0).click({ modifiers: ["Control"] });
  await expect(page.getByRole("region", { name: "Comparison of two runs" })).toBeVisible();
  await check("comparison");
  expect(listener.knocks()).toBe(0);
  await page.evaluate(() => document.body.append(Object.assign(document.createElement("a"), { href: "javascript:0" })));
  expect(await madeByMarkup(page), "sees markup where there is some").toHaveLength(1);
});
