import { AppFailure, appError } from "@shared/domain/error/app-failure.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useRuns } from "../../../renderer/stores/run/runs.ts";
import { draftWith, eventsOf, failed, previewOf, variant } from "../samples.ts";
import { showPlayground } from "../show.tsx";

const ids = () => useDraft.getState().draft.variants.map(({ id }) => id);

type Screen = Awaited<ReturnType<typeof showPlayground>>["screen"];

const line = (screen: Screen) => screen.getByRole("region", { name: "What differs" });

describe("removed variants", () => {
  it("come back at their place with their answer; of several the last one, and only it", async () => {
    const { screen } = await showPlayground({
      draft: draftWith(["a", "b", "c", "d"].map((id) => variant(id, { modelOverride: `model-${id}` }))),
      events: ({ modelOverride }) => eventsOf(`Answer of ${modelOverride}.`),
    });
    await screen.getByRole("button", { name: "Run all" }).click();
    await expect.element(screen.getByText("Answer of model-c.")).toBeVisible();
    const remove = (name: string) =>
      screen.getByRole("region", { name }).getByRole("button", { name: "Remove this variant" }).click();
    await remove("Variant B");
    await expect.element(screen.getByText("Variant model-b removed.")).toBeVisible();
    await remove("Variant B");
    await expect.element(screen.getByText("Variant model-c removed.")).toBeVisible();
    expect(ids()).toEqual(["a", "d"]);
    await screen.getByRole("button", { name: "Bring it back" }).click();
    expect(ids()).toEqual(["a", "c", "d"]);
    await expect
      .element(screen.getByRole("region", { name: "Variant B" }).getByText("Answer of model-c."))
      .toBeVisible();
    await expect.element(screen.getByRole("button", { name: "Bring it back" })).not.toBeInTheDocument();
    expect(Object.keys(useRuns.getState().runs).sort()).toEqual(["a", "c", "d"]);
  });
});

describe("a duplicate", () => {
  it("stands beside its original with the focus, asks the same, and is changed without it", async () => {
    const { screen, started } = await showPlayground({
      draft: draftWith([
        variant("a", { modelOverride: "gpt-4o", parameters: { temperature: { value: 0.25, on: true } } }),
        variant("b", { modelOverride: "gpt-other" }),
      ]),
    });
    const column = (letter: string) => screen.getByRole("region", { name: `Variant ${letter}` });
    await column("A").getByRole("button", { name: "Duplicate this variant" }).click();
    await expect.element(column("B")).toHaveFocus();
    await expect.element(column("C").getByRole("button", { name: /^Model/ })).toMatchTextContent("gpt-other");
    for (const letter of ["A", "B"]) {
      await column(letter).getByRole("button", { name: "Run this variant" }).click();
      await expect.element(column(letter).getByText("Hello there.")).toBeVisible();
    }
    const asked = started.map(({ comparison: _, ...request }) => request);
    expect(asked[0]).toMatchObject({ modelOverride: "gpt-4o", overrides: { temperature: 0.25 } });
    expect(asked[1]).toEqual(asked[0]);
    useDraft.getState().setModel(ids()[1] ?? "", "gpt-changed");
    expect(useDraft.getState().draft.variants[0]?.modelOverride).toBe("gpt-4o");
  });
});

describe("blind vote", () => {
  it("hides names, models, figures, errors and the inspector until there is a vote; then tells who won", async () => {
    const { screen, fake } = await showPlayground({
      draft: draftWith([
        variant("a", { modelOverride: "secret-one", name: "mine" }),
        variant("b", { modelOverride: "secret-two" }),
      ]),
      answers: { "history.update": null, "history.get": () => Promise.reject(new Error("not kept")) },
      events: ({ modelOverride }) =>
        modelOverride === "secret-one" ? eventsOf("The better answer.") : eventsOf("Half", failed),
    });
    await screen.getByRole("button", { name: "Run all" }).click();
    await expect.element(screen.getByText("The better answer.")).toBeVisible();
    // Told to those who do not see it, it stayed there under the vote.
    await expect.element(screen.getByRole("status", { name: "Runs" })).toMatchTextContent("Variant mine done");
    await screen.getByRole("button", { name: "Blind vote: hide who wrote what" }).click();
    const area = screen.getByRole("region", { name: "Variants" });
    await expect.element(area.getByRole("heading", { name: "Answer 1" })).toBeVisible();
    await expect.element(area.getByRole("heading", { name: "Answer 2" })).toBeVisible();
    const seen = area.element().textContent;
    expect(seen).not.toMatch(/secret-|mine|OpenAI|tokens|Slow down/);
    expect(seen).toContain("This run did not come to a good end.");
    await expect.element(area.getByRole("tab", { name: "Request" })).not.toBeInTheDocument();
    const chosen = screen.getByRole("region", { name: /^Answer/ }).filter({ hasText: "The better answer." });
    await chosen.getByRole("button", { name: "This one is best" }).click();
    await expect.element(area.getByText(/^You chose answer \d: variant A · mine/)).toBeVisible();
    expect(fake.inputsOf("history.update")).toMatchObject([{ change: { bestBlindOf: 2 } }]);
    expect(area.element().textContent).toContain("secret-two");
  });

  it("numbers answers by their place on screen, so that the first variant is not always answer 1", async () => {
    // 0 takes the first that is left each time, what is just below 1 the last: the order is turned round.
    const random = vi.spyOn(Math, "random").mockReturnValue(0.999);
    const { screen, fake } = await showPlayground({
      draft: draftWith(["a", "b", "c"].map((id) => variant(id, { modelOverride: `secret-${id}` }))),
      answers: { "history.update": null, "history.get": () => Promise.reject(new Error("not kept")) },
      events: ({ modelOverride }) => eventsOf(`Said by ${modelOverride?.at(-1)}.`),
    });
    await screen.getByRole("button", { name: "Run all" }).click();
    await expect.element(screen.getByText("Said by c.")).toBeVisible();
    await screen.getByRole("button", { name: "Blind vote: hide who wrote what" }).click();
    random.mockRestore();
    const columns = screen.getByRole("region", { name: /^Answer \d/ });
    const seen = () =>
      columns.elements().map(({ textContent }) => /^(Answer \d).*(Said by .\.)/.exec(textContent ?? "")?.slice(1));
    await expect.poll(seen).toEqual([
      ["Answer 1", "Said by c."],
      ["Answer 2", "Said by b."],
      ["Answer 3", "Said by a."],
    ]);
    await columns.nth(0).getByRole("button", { name: "This one is best" }).click();
    await expect.element(screen.getByText(/^You chose answer 1: variant C/)).toBeVisible();
    expect(fake.inputsOf("history.update")).toHaveLength(1);
  });

  it("says nothing of a variant taken away before, whose notice names a model, until it is over", async () => {
    const { screen } = await showPlayground({
      draft: draftWith(["a", "b", "c"].map((id) => variant(id, { modelOverride: `secret-${id}` }))),
    });
    await screen
      .getByRole("region", { name: "Variant C" })
      .getByRole("button", { name: "Remove this variant" })
      .click();
    await expect.element(screen.getByText("Variant secret-c removed.")).toBeVisible();
    await screen.getByRole("button", { name: "Blind vote: hide who wrote what" }).click();
    await expect.element(screen.getByText("Variant secret-c removed.")).not.toBeInTheDocument();
    expect(screen.getByRole("region", { name: "Variants" }).element().textContent).not.toContain("secret-");
    await expect.element(screen.getByRole("button", { name: "Bring it back" })).not.toBeInTheDocument();
    await screen.getByRole("button", { name: "Reveal without a choice" }).click();
    await expect.element(screen.getByText("Variant secret-c removed.")).toBeVisible();
    await screen.getByRole("button", { name: "Bring it back" }).click();
    expect(ids()).toEqual(["a", "b", "c"]);
  });

  // Add variant stayed off until a reload.
  it("ends with the second last variant", async () => {
    const { screen } = await showPlayground({ draft: draftWith(["a", "b", "c"].map((id) => variant(id))) });
    await screen.getByRole("button", { name: "Blind vote: hide who wrote what" }).click();
    await screen.getByRole("button", { name: "Reveal without a choice" }).click();
    await expect.element(screen.getByText("No answer was chosen.")).toBeVisible();
    await expect.element(screen.getByRole("button", { name: "Add variant" })).toBeDisabled();
    for (const name of ["Variant C", "Variant B"]) {
      await screen.getByRole("region", { name }).getByRole("button", { name: "Remove this variant" }).click();
    }
    await expect.element(screen.getByText("No answer was chosen.")).not.toBeInTheDocument();
    await screen.getByRole("button", { name: "Add variant" }).click();
    await expect.element(screen.getByRole("region", { name: "Variant B" })).toBeVisible();
  });

  it("can be ended without a choice, which is kept nowhere", async () => {
    const { screen, fake } = await showPlayground({ draft: draftWith([variant("a"), variant("b")]) });
    await screen.getByRole("button", { name: "Blind vote: hide who wrote what" }).click();
    await expect.element(screen.getByRole("button", { name: "Add variant" })).toBeDisabled();
    await screen.getByRole("button", { name: "Reveal without a choice" }).click();
    await expect.element(screen.getByText("No answer was chosen.")).toBeVisible();
    expect(fake.inputsOf("history.update")).toEqual([]);
  });
});

describe("a run that waits", () => {
  it.each<[event: StreamEvent, words: RegExp, short: string]>([
    [
      { type: "retry", at: 1, attempt: 2, delayMs: 59_000, error: appError("provider_rate_limited") },
      /Attempt 2 in [1-5]\d s/,
      "waiting",
    ],
    [
      { type: "queued", at: 1, reason: "paused", ahead: 0, pausedForMs: 59_000 },
      /Paused: the provider asked to slow down\. Goes on in [1-5]\d s/,
      "paused by the provider",
    ],
    [
      { type: "queued", at: 1, reason: "lane", ahead: 4 },
      /Queued: 4 calls with the same key or server come first…/,
      "queued · 4 ahead",
    ],
  ])("says for what, and for how long: %o", async (event, words, short) => {
    const { screen } = await showPlayground({
      draft: draftWith([variant("a")]),
      async *events() {
        yield event;
        await new Promise(() => undefined);
      },
    });
    await screen.getByRole("button", { name: /^Run\b/ }).click();
    const column = screen.getByRole("region", { name: "Variant A" });
    await expect.element(column.getByRole("region", { name: "Output" })).toMatchTextContent(words);
    await expect.element(column).toMatchTextContent(short);
  });
});

describe("repetitions", () => {
  it("are collapsed by their answer and can be paged through", async () => {
    const { screen, started } = await showPlayground({
      draft: draftWith([variant("a")]),
      events: (_request, order) => eventsOf(order === 0 ? "The odd one" : "The usual one"),
    });
    await screen.getByRole("button", { name: /^Repetitions/ }).click();
    await screen.getByRole("menuitemcheckbox", { name: "3 times" }).click();
    await screen.getByRole("button", { name: /^Run\b/ }).click();
    const repetitions = screen.getByRole("region", { name: "Repetitions" });
    await expect.element(repetitions.getByText("2 answers")).toBeVisible();
    expect(started).toHaveLength(3);
    const output = screen.getByRole("region", { name: "Output" });
    await repetitions.getByRole("button", { name: "1 single" }).click();
    await expect.element(output).toMatchTextContent("The odd one");
    await repetitions.getByRole("button", { name: "2 same" }).click();
    await expect.element(output).toMatchTextContent("The usual one");
  });
});

describe("what the requests differ in", () => {
  it("says that nothing differs, then names what does, in words", async () => {
    const { screen } = await showPlayground({ draft: draftWith([variant("a"), variant("b")]) });
    await expect.element(line(screen)).toHaveTextContent("A and B ask the same.");
    useDraft.getState().setModel("b", "gpt-other");
    await expect.element(line(screen)).toMatchTextContent("B: model gpt-other instead of gpt-4o-mini");
    useDraft.getState().setParameter("b", "temperature", 0.5, true);
    await expect
      .element(line(screen))
      .toHaveTextContent("B: model gpt-other instead of gpt-4o-mini, temperature 0.5against A");
  });

  it("compares each with the base when there are more than two, and says when one has no request", async () => {
    const { screen } = await showPlayground({
      draft: draftWith([
        variant("a"),
        variant("b", { modelOverride: "gpt-other" }),
        variant("c", { modelOverride: "none" }),
      ]),
      answers: {
        "run.preview": (request) => {
          if (request.modelOverride === "none") throw new AppFailure("internal", { message: "It is being restarted." });
          return previewOf(request);
        },
      },
    });
    await expect.element(line(screen)).toMatchTextContent("gpt-4o-miniC: not ready yetagainst A");
  });
});

describe("version of a variant", () => {
  it("is kept to what was chosen while the panel goes on, shows it, and follows again when told to", async () => {
    const { screen, fake } = await showPlayground({ draft: draftWith([variant("a"), variant("b")]) });
    const column = screen.getByRole("region", { name: "Variant B" });
    await column.getByRole("button", { name: "More", exact: true }).click();
    await screen.getByRole("menuitemcheckbox", { name: "Own version" }).click();
    await column.getByRole("button", { name: "Kept to v3" }).click();
    await screen.getByRole("menuitemcheckbox", { name: "v1" }).click();
    await vi.waitFor(() => expect(refOf(fake.inputsOf("run.preview").at(-1)?.prompt ?? null)?.version).toBe("1"));
    await expect.element(column.getByRole("button", { name: "Kept to v1" })).toBeVisible();
    await expect.element(line(screen)).toMatchTextContent("B: prompt v1 instead of v2");
    await column.getByRole("button", { name: "Kept to v1" }).click();
    await screen.getByRole("menuitem", { name: "As the prompt panel" }).click();
    await expect.element(line(screen)).toHaveTextContent("A and B ask the same.");
    await userEvent.keyboard("{Escape}");
  });
});

describe("what differs, for two providers", () => {
  // The wire said: address, key, header, stream_options, system message, message 1, message 2, message 3.
  it("one model changed is one thing said, and the messages stand like beside like", async () => {
    const messages = [
      { role: "system", content: "Be kind." },
      { role: "user", content: "Hello" },
    ] as const;
    const compiled = (more: string) => ({
      mode: "python" as const,
      clientMessagesMode: "replace" as const,
      messages: [...messages, ...(more ? [{ role: "user", content: more }] : [])].map((message, index) => ({
        message,
        origin: { kind: "prompt" as const, index },
      })),
      missingVariables: [],
      unresolvedPlaceholders: [],
      unusedVariables: [],
      warnings: [],
    });
    const { screen, fake } = await showPlayground({
      draft: draftWith([variant("a"), variant("b", { modelOverride: "anthropic/claude" })]),
      answers: {
        "run.preview": (request) => {
          const preview = previewOf(request);
          const isClaude = request.modelOverride !== null;
          const body = isClaude ? '{"system":"Be kind.","max_tokens":9,"messages":[{"role":"user"}]}' : "{}";
          return {
            ...preview,
            compiled: compiled(""),
            ...(preview.wire
              ? { wire: { ...preview.wire, url: isClaude ? "https://other.test" : "https://x.test", body } }
              : {}),
          };
        },
      },
    });
    await expect.element(line(screen)).toMatchTextContent("B: model anthropic/claude instead of gpt-4o-mini");
    await expect.element(line(screen)).not.toMatchTextContent("message 1");
    await line(screen).getByRole("button").click();
    const dialog = screen.getByRole("dialog", { name: "What differs" });
    await expect.element(dialog.getByText("The same messages.")).toBeVisible();
    await expect.element(dialog.getByText("$.max_tokens")).not.toBeVisible();
    await dialog.getByText("On the wire").click();
    await expect.element(dialog.getByText("$.max_tokens")).toBeVisible();
    await userEvent.keyboard("{Escape}");

    // One message more at the end is one message, not every one shifted.
    fake.answer({
      "run.preview": (request) => ({
        ...previewOf(request),
        compiled: compiled(request.modelOverride === null ? "" : "One more"),
      }),
    });
    useDraft.getState().setParameter("b", "top_p", 0.5, true);
    await expect.element(line(screen)).toMatchTextContent("top_p 0.5, messages −0 +2 lines");
  });
});
