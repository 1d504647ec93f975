import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Locator, Page } from "@playwright/test";
import OpenAI from "openai";
import { root } from "./electron-binary.ts";
import { gatewayConfig } from "./gateway-page.ts";
import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/** `npm run screenshots`: the pictures of the README, taken from the real app on sample data and fake servers. */
const folder = join(root, "test/e2e/screenshots");
const picture = (name: string) => ({ path: join(folder, `${name}.png`), animations: "disabled" as const });

/**
 * The view as it is, in light and in a small window too.
 * @param late what comes last when a window of another size is drawn.
 */
async function inEveryLight(page: Page, name: string, late?: Locator): Promise<void> {
  await page.screenshot(picture(`${name}-dark`));
  await page.emulateMedia({ colorScheme: "light" });
  await page.screenshot(picture(`${name}-light`));
  await page.setViewportSize({ width: 1100, height: 720 });
  await late?.waitFor();
  await page.screenshot(picture(`${name}-small`));
  await page.setViewportSize({ width: 1440, height: 900 });
  await page.emulateMedia({ colorScheme: "dark" });
}

const reply = [
  "Hi Ayşe,",
  "I’m sorry about the double charge on order #88213, and that your first message went unanswered.",
  "I’ve opened a refund for the second payment. You’ll get a confirmation by e-mail.",
  "Best,\nAcme Support",
].join("\n\n");

const explainFile = `name: explain
description: Explains a thing to somebody who is curious.
model: openai/gpt-4o-mini
messages:
  - role: system
    content: |-
      You explain things to curious adults.
      Short sentences, one example, no jargon.
  - role: user
    content: Explain {{topic}} in at most {{sentences}} sentences.
variables:
  topic:
    description: What is to be explained
  sentences:
    description: How many at most
    example: "5"
`;

test("demo workspace, dark and light", async ({ page }) => {
  const playground = new PlaygroundPage(page);
  await playground.openDemo();
  for (const colorScheme of ["dark", "light"] as const) {
    await page.emulateMedia({ colorScheme });
    await playground.openPrompt(/reply-draft/);
    await playground.run();
    await expect(playground.figures).toContainText("tok/s");
    await page.screenshot(picture(`demo-${colorScheme}`));
  }
});

test("an unset variable, and an error where the answer would be", async ({ page, provider }) => {
  const playground = new PlaygroundPage(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await playground.openLangfuse();
  await playground.openPrompt(/movie-critic/);
  await playground.fill("movie", "Dune 2");
  await playground.chooseModel("gpt-4o");
  await page.getByRole("region", { name: "Variables 1/2" }).waitFor();
  await page.screenshot(picture("unset-variable"));
  const message = "Unsupported parameter: 'max_tokens' is not supported with this model.";
  provider.next({ kind: "status", status: 400, message });
  await playground.run();
  await playground.variant.getByRole("alert").waitFor();
  await page.screenshot(picture("error"));
});

test("three variants, their differences, and the history", async ({ page, provider }) => {
  const playground = new PlaygroundPage(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await playground.openLangfuse();
  await playground.openPrompt(/reply draft/);
  await playground.fill("tone", "warm");
  await playground.fill("customer", "Ayşe Yılmaz");
  await playground.chooseModel("gpt-4o-mini");
  await playground.addVariant("B", "anthropic/claude-sonnet-4-5");
  await playground.addVariant("C", "ollama/llama3.1:8b");
  const dearReply = reply.replace("Hi Ayşe", "Dear Ayşe").replace("I’ve opened", "I have asked our billing team for");
  provider.next({ kind: "answer", answer: { text: reply } }, { kind: "answer", answer: { text: dearReply } });
  await page.getByRole("button", { name: "Run all" }).click();
  await playground.variantAt("C").getByRole("alert").waitFor();
  for (const letter of ["A", "B"]) await expect(playground.outputOf(letter)).toContainText("Acme Support");
  await page.screenshot(picture("compare"));
  await page.keyboard.press("ControlOrMeta+d");
  await expect(playground.outputOf("B")).toContainText("% the same as A");
  await page.screenshot(picture("diff"));
  await page.keyboard.press("ControlOrMeta+d");
  const history = new HistoryPage(page);
  await history.open();
  await history.rows.filter({ hasText: "gpt-4o-mini" }).click();
  await expect(history.run).toContainText("Acme Support");
  await page.screenshot(picture("history"));
});

test("the inspector: sources of a body and the times of its answer", async ({ page, provider }) => {
  const playground = new PlaygroundPage(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await playground.openLangfuse();
  await playground.openPrompt(/with-model/);
  await playground.fill("what", "hello");
  provider.next({ kind: "pings", count: 3, everyMs: 60 });
  await playground.run();
  await expect(playground.figures).toContainText("200");
  const inspector = page.getByRole("region", { name: "Inspector" });
  const box = await inspector.boundingBox();
  if (!box) throw new Error("The inspector is not there.");
  await page.mouse.move(box.x + 300, box.y);
  await page.mouse.down();
  await page.mouse.move(box.x + 300, box.y - 110, { steps: 4 });
  await page.mouse.up();
  await inspector.getByRole("tab", { name: "Source" }).click();
  await inspector.getByRole("tab", { name: "Timing" }).click();
  await page.screenshot(picture("inspector"));
});

test("an edit beside its version, its saving, and a conflict", async ({ page, provider, langfuse }) => {
  const playground = new PlaygroundPage(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await playground.openTestChat("Where is my parcel?", "gpt-4o-mini");
  await page.getByRole("textbox", { name: "Text of message 1" }).click();
  await page.keyboard.press("Control+End");
  await page.keyboard.type(" Answer in {{language}}.\nAt most 120 words.");
  await page.getByRole("textbox", { name: "language", exact: true }).waitFor();
  await page.getByRole("button", { name: /^Run v1 beside/ }).click();
  provider.next({ kind: "answer", answer: { text: reply } }, { kind: "answer", answer: { text: reply } });
  await page.getByRole("button", { name: "Run all" }).click();
  await expect(playground.outputOf("B")).toContainText("Acme Support");
  await playground.variantAt("A").getByText("Acme Support").click();
  await inEveryLight(page, "edit", page.getByLabel(/^Removed line/).first());
  await page.keyboard.press("Control+s");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Message" }).fill("Answers in the customer's language, and shorter");
  await dialog.getByRole("checkbox", { name: /^production/ }).check();
  await inEveryLight(page, "save");
  // Somebody else is quicker.
  langfuse.prompts.add({
    name: "test-chat-prompt",
    prompt: [
      { role: "system", content: "You are a helpful, patient assistant." },
      { role: "user", content: "{{user_message}}" },
    ],
    config: { temperature: 0 },
    commitMessage: "Patience",
  });
  await page.keyboard.press("Control+Enter");
  await dialog.getByRole("region", { name: "Conflict" }).waitFor();
  await page.screenshot(picture("save-conflict"));
});

test("a local prompt beside a project, with what its file says of its variables", async ({
  page,
  profile,
  provider,
}) => {
  const prompts = join(profile, "prompts");
  mkdirSync(join(prompts, "team"), { recursive: true });
  writeFileSync(join(prompts, "team", "explain.prompt.yml"), explainFile);
  writeFileSync(join(prompts, "release-notes.txt"), "Write release notes for {{version}}.\n");
  writeFileSync(join(prompts, "aux.txt"), "Windows has a device of this name.\n");
  const playground = new PlaygroundPage(page);
  await page.emulateMedia({ colorScheme: "dark" });
  await playground.openLangfuse();
  await page.getByRole("treeitem", { name: /^Local/ }).click();
  await playground.openPrompt(/explain/);
  await playground.fill("topic", "why the sky is blue");
  provider.next({ kind: "answer", answer: { text: "Sunlight is scattered by the air, and blue most of all." } });
  await playground.run();
  await expect(playground.output).toContainText("blue most of all");
  await inEveryLight(page, "local", page.getByRole("textbox", { name: /^Text of/ }).first());
});

test("an experiment, from its set-up to its verdicts", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Experiments" }).click();
  await page.getByRole("button", { name: /Open the sample/ }).click();
  await expect(page.getByLabel("Row 1 as it is sent").getByText("SYSTEM")).toBeVisible();
  await expect(page.getByText("What it can show")).toBeVisible();
  await inEveryLight(page, "experiment-setup");
  await page.getByRole("button", { name: /^Start/ }).click();
  await expect(page.getByText(/of 120 answers · 100 %/)).toBeVisible({ timeout: 90_000 });
  await expect(page.getByText(/C is worse than A/)).toBeVisible();
  await inEveryLight(page, "experiment");
});

test("the gateway with a call", async ({ page }) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await new PlaygroundPage(page).openLangfuse();
  await page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Gateway" }).click();
  await page.getByRole("button", { name: "Start with a sample config" }).click();
  await page.getByRole("textbox", { name: "config.yaml" }).fill(gatewayConfig);
  await page.getByRole("textbox", { name: "Port" }).fill("0");
  await page.getByRole("button", { name: "Start", exact: true }).click();
  const pill = page.getByRole("banner").getByRole("button", { name: /^Gateway 127/ });
  const address = /127\.0\.0\.1:\d+/.exec((await pill.textContent()) ?? "")?.[0];
  const client = new OpenAI({ apiKey: "sk-anything", baseURL: `http://${address}/v1` });
  await client.chat.completions.create({
    model: "my-langfuse-model",
    messages: [{ role: "user", content: "<IGNORED>" }],
    ...{ prompt_variables: { user_message: "What is the capital of France?" } },
  });
  await page.getByRole("table", { name: "Calls" }).getByText("my-langfuse-model").first().waitFor();
  await page.screenshot(picture("gateway"));
});
