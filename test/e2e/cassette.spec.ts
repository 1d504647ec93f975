import type { Cassette } from "@shared/domain/run/cassette.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { WireFrame } from "@shared/domain/wire/wire.ts";
import { watchClosedPort } from "./closed-port.ts";
import { HistoryPage } from "./history-page.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { asFile, savedFile } from "./saved-file.ts";
import { expect, test } from "./servers.ts";

const answer = { text: "## Grüße\n\n- 日本\n- 🎉 `code`", usage: { input: 12, output: 9 } };

const framesOf = ({ exchanges }: RunRecord) =>
  exchanges
    .findLast(({ kind }) => kind === "provider")
    ?.frames.map(({ data, event, bytes }: WireFrame) => ({ data, event, bytes }));

test("a cassette plays with the network off: same text, same frames, marked, nobody called", async ({
  page,
  provider,
  langfuse,
  host,
}) => {
  const playground = new PlaygroundPage(page);
  const history = new HistoryPage(page);
  provider.next({ kind: "answer", answer });
  await playground.openLangfuse();
  await playground.openPrompt(/test-chat-prompt/);
  await playground.fill("user_message", "to be recorded");
  await playground.chooseModel("gpt-4o");
  await playground.run();
  await expect(playground.output).toContainText("日本");
  await expect(playground.figures).toContainText("200");
  await history.open();
  await history.rows.first().click();
  const text = await savedFile(page, host, async () => {
    await history.run.getByRole("button", { name: "Replay" }).click();
    await page.getByRole("menuitem", { name: /Save as a cassette/ }).click();
  });
  const cassette = JSON.parse(text) as Cassette;
  const { exchange } = cassette;
  expect(exchange.chunks.reduce((sum, { bytes }) => sum + bytes, 0)).toBe(Buffer.byteLength(exchange.response.body));

  await provider.close();
  await langfuse.close();
  const [providerPort, langfusePort] = await Promise.all([provider.origin, langfuse.url].map(watchClosedPort));
  await page.getByLabel("Cassette file").setInputFiles(asFile(text, "answer.cassette.json"));
  await expect(history.rows).toHaveCount(2);
  await expect(history.run).toContainText("Replayed from a cassette");
  await expect(history.run).toContainText("日本");
  await expect(history.rows.first()).toContainText("replayed");

  const file = await savedFile(page, host, async () => {
    await page.getByRole("button", { name: "Export runs" }).click();
    await page.getByRole("menuitem", { name: /^JSON/ }).click();
  });
  const { runs } = JSON.parse(file) as { runs: { record: RunRecord }[] };
  const [replayed, recorded] = runs.map(({ record }) => record);
  if (!replayed || !recorded) throw new Error("Two runs were expected.");
  expect(recorded.output.text).toBe(answer.text);
  expect(replayed.output).toEqual(recorded.output);
  expect(replayed.outcome).toEqual(recorded.outcome);
  expect(framesOf(replayed)?.length).toBeGreaterThan(5);
  expect(framesOf(replayed)).toEqual(framesOf(recorded));
  expect(replayed.replay).toMatchObject({ runId: recorded.id });
  // Nothing was looked up, connected or sent: not for the answer and not for the prompt.
  expect(replayed.exchanges).toHaveLength(1);
  const { dns, connect, tls, requestSent } = replayed.exchanges[0]?.timings ?? {};
  expect({ dns, connect, tls, requestSent }).toEqual({});
  expect(providerPort?.knocks()).toBe(0);
  expect(langfusePort?.knocks()).toBe(0);
  await providerPort?.close();
  await langfusePort?.close();
});

test("a cassette that was changed, and a file that is none, are refused in words", async ({
  page,
  provider,
  host,
  problems,
}) => {
  const playground = new PlaygroundPage(page);
  const history = new HistoryPage(page);
  await playground.openTestChat();
  await playground.run();
  await expect(playground.output).toContainText("Hello from the fake provider.");
  await history.open();
  await history.rows.first().click();
  const text = await savedFile(page, host, async () => {
    await history.run.getByRole("button", { name: "Replay" }).click();
    await page.getByRole("menuitem", { name: /Save as a cassette/ }).click();
  });
  await page.getByLabel("Cassette file").setInputFiles(asFile("not JSON", "note.json"));
  await expect(page.getByText("This is not a cassette: it is not JSON.")).toBeVisible();
  await expect(history.rows).toHaveCount(1);
  await page.getByLabel("Cassette file").setInputFiles(asFile(text.replace("Hello", "Hullo"), "changed.json"));
  await expect(history.run.getByRole("alert")).toContainText("changed after it was recorded");
  expect(provider.requests).toHaveLength(1);
  // Chromium tells of every answer with a status like 400; this one is meant.
  const told = problems.filter((problem) => !/status of 400 .*cassette\.replay/.test(problem));
  problems.splice(0, problems.length, ...told);
});
