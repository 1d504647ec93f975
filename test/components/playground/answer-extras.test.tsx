import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { OutputSpan } from "@shared/domain/run/stream-event.ts";
import { expect, it } from "vitest";
import { RunAnswer } from "../../../renderer/features/playground/inspector/RunAnswer.tsx";
import { viewOfRecord } from "../../../renderer/stores/run/record-view.ts";
import { recordOf } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const text = "It is so.";
const pixel = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC";
const order: OutputSpan[] = [
  {
    type: "server_tool",
    value: { type: "server_tool_use", name: "web_search", id: "s1", input: { query: "ggplot2" } },
  },
  { type: "server_tool", value: { type: "web_search_tool_result", of: "s1", status: "completed", output: ["found"] } },
  {
    type: "server_tool",
    value: { type: "shell_call", status: "completed", runBy: "client", input: { commands: ["ls"] } },
  },
  { type: "text", length: text.length },
  { type: "citation", value: { kind: "url_citation", url: "https://a.test/x", title: "A page", text: "as A says" } },
  { type: "citation", value: { kind: "url_citation", url: "javascript:alert(1)", title: "A trap" } },
  { type: "image", value: { url: `data:image/png;base64,${pixel}` } },
  { type: "image", value: { url: "https://a.test/p.png" } },
];

// Parts that are kept and not shown are lost for whoever reads the answer.
it("an answer shows the provider's steps, its sources with their words, and pictures; nothing of the web is fetched", async () => {
  startStores({});
  const record = recordOf("r", emptyRequest, { output: { ...emptyOutput(), text, order } });
  const screen = await show(<RunAnswer run={viewOfRecord(record)} />);
  const steps = screen.getByRole("list", { name: "Steps of the provider" });
  await expect.element(steps).toMatchTextContent("web_search");
  await expect.element(steps).toMatchTextContent("ggplot2");
  await expect.element(steps).toMatchTextContent("not carried out here");
  await screen.getByText("web_search").first().click();
  await expect.element(screen.getByRole("group", { name: "Output of web_search" })).toMatchTextContent("found");
  const sources = screen.getByRole("region", { name: "Sources" });
  // The reset of the page's lists took the numbers away.
  const [list] = screen.container.querySelectorAll("ol:has(blockquote)");
  expect(list && getComputedStyle(list).listStyleType).toBe("decimal");
  await expect.element(sources.getByRole("button", { name: "A page" })).toBeVisible();
  await expect.element(sources).toMatchTextContent("as A says");
  expect(sources.getByRole("button", { name: "A trap" }).query()).toBeNull();
  await expect.element(screen.getByRole("img", { name: "Made by the model, 1" })).toBeVisible();
  expect(screen.container.querySelectorAll("img")).toHaveLength(1);
  await expect.element(screen.getByRole("button", { name: "Picture 2" })).toBeVisible();
});

it("several choices are shown one at a time or side by side, and tokens by how likely they were", async () => {
  startStores({});
  const others: OutputSpan[] = [
    { type: "text", length: text.length },
    { type: "choice", value: { index: 1, text: "Or so.", finish: "length" } },
    {
      type: "logprobs",
      value: [
        { token: "It", logprob: -0.01 },
        { token: " is", logprob: -2, top: [{ token: " was", logprob: -0.2 }] },
      ],
    },
  ];
  const record = recordOf("r", emptyRequest, { output: { ...emptyOutput(), text, order: others } });
  const screen = await show(<RunAnswer run={viewOfRecord(record)} />);
  const answer = screen.getByRole("region", { name: "Choices of the answer" });
  await expect.element(answer).toMatchTextContent(text);
  await expect.element(answer).not.toMatchTextContent("Or so.");
  await answer.getByRole("radio", { name: "2" }).click();
  await expect.element(answer).toMatchTextContent("Or so.");
  await expect.element(answer).toMatchTextContent("ended with length");
  await answer.getByRole("radio", { name: "Side by side" }).click();
  await expect.element(answer.getByRole("article", { name: "Choice 1" })).toMatchTextContent(text);
  await expect.element(answer.getByRole("article", { name: "Choice 2" })).toMatchTextContent("Or so.");
  await answer.getByRole("radio", { name: "Tokens" }).click();
  await answer.getByRole("button", { name: "is" }).click();
  await expect.element(answer.getByRole("status")).toMatchTextContent('" is" 13.5 % · " was" 81.9 %');
});

// Folded without a figure nobody knew what the thinking took.
it("reasoning is folded, with how long it took and its tokens in its head", async () => {
  startStores({});
  const metrics = {
    totalMs: 9_000,
    firstReasoningMs: 400,
    ttftMs: 3_600,
    usage: { reasoningTokens: 1_024 },
    attempts: 1,
  };
  const output = { ...emptyOutput(), text, reasoning: "Let me think." };
  const screen = await show(<RunAnswer run={viewOfRecord(recordOf("r", emptyRequest, { output, metrics }))} />);
  await expect.element(screen.getByText("Let me think.")).not.toBeVisible();
  const head = screen.getByText(/^Reasoning/);
  await expect.element(head).toMatchTextContent(/3\.20 s · 1.024 tokens/);
  await head.click();
  await expect.element(screen.getByText("Let me think.")).toBeVisible();
});

it("the number of a source stands behind the words and leads to it; a long step stays in its column", async () => {
  startStores({});
  const query = "a very long question ".repeat(30);
  const cited: OutputSpan[] = [
    { type: "server_tool", value: { type: "web_search_call", status: "completed", input: { query } } },
    { type: "text", length: text.length },
    { type: "citation", value: { kind: "page_location", title: "Annual report", text: "as it says", start: 3 } },
  ];
  const output = { ...emptyOutput(), text, order: cited };
  const screen = await show(<RunAnswer run={viewOfRecord(recordOf("r", emptyRequest, { output }))} />);
  await screen.getByRole("button", { name: "Source 1" }).click();
  await expect.poll(() => document.activeElement?.textContent).toMatch(/^Annual report/);
  const steps = screen.getByRole("list", { name: "Steps of the provider" }).element();
  expect(steps.scrollWidth).toBeLessThanOrEqual(steps.clientWidth);
});

// A second notice said that the answer was cut off, which it was not.
it("a refusal is told once, in the provider's words", async () => {
  startStores({});
  const outcome = { kind: "completed", finishReason: "content_filter" } as const;
  const shown = (refusal: string) =>
    recordOf("r", emptyRequest, { outcome, output: { ...emptyOutput(), text, refusal } });
  const screen = await show(<RunAnswer run={viewOfRecord(shown("This is against the policy."))} />);
  await expect.element(screen.getByText("This is against the policy.")).toBeVisible();
  await expect.element(screen.getByText(/content filter/)).not.toBeInTheDocument();
  await screen.rerender(<RunAnswer run={viewOfRecord(shown(""))} />);
  await expect.element(screen.getByText(/content filter/)).toBeVisible();
});
