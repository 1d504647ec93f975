import { appError } from "@shared/domain/error/app-failure.ts";
import { afterEach, describe, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { App } from "../../../renderer/App.tsx";
import { StartFailure } from "../../../renderer/features/shell/StartFailure.tsx";
import { Chip } from "../../../renderer/ui/Chip.tsx";
import { draftWith, previewOf, resolvedPrompt, savedInput, settingsWith, variant, versionList } from "../samples.ts";
import { show, startStores } from "../show.tsx";

async function showWindow() {
  const fake = startStores({
    "app.info": { host: "web" },
    "settings.get": settingsWith(),
    "draft.get": draftWith([variant("a")]),
    "prompts.get": resolvedPrompt(),
    "prompts.versions": versionList,
    "inputs.list": Array.from({ length: 100 }, (_, index) =>
      savedInput(String(index), `input ${index}`, { tone: "x" }),
    ),
    "run.preview": previewOf,
    "edits.get": { edit: null, discarded: null },
  } as unknown as Parameters<typeof startStores>[0]);
  const screen = await show(<App />);
  await expect.element(screen.getByRole("region", { name: "Prompt", exact: true })).toBeVisible();
  return { screen, fake };
}

const paneWithFocus = () => document.activeElement?.closest("[data-pane]")?.getAttribute("data-pane");

describe("the keyboard's way through the window", () => {
  it("F6 goes from pane to pane and comes back to where the focus was in each", async () => {
    const { screen } = await showWindow();
    const run = screen.getByRole("button", { name: /^Run\b/ });
    run.element().focus();
    expect(paneWithFocus()).toBe("answers");
    const seen: (string | null | undefined)[] = [];
    for (let press = 0; press < 4; press += 1) {
      await userEvent.keyboard("{F6}");
      seen.push(paneWithFocus());
    }
    expect(new Set(seen)).toEqual(new Set(["views", "library", "prompt", "answers"]));
    expect(document.activeElement).toBe(run.element());
    await userEvent.keyboard("{Shift>}{F6}{/Shift}");
    expect(paneWithFocus()).toBe("prompt");
  });

  // A hundred saved inputs were two hundred stops before Run.
  it("the first stops lead past the bars and the list, and from there Run is near", async () => {
    const { screen } = await showWindow();
    document.body.focus();
    await userEvent.tab();
    await expect.element(screen.getByRole("button", { name: "Skip to the prompt" })).toHaveFocus();
    await userEvent.tab();
    await userEvent.keyboard("{Enter}");
    expect(paneWithFocus()).toBe("answers");
    await userEvent.tab();
    await expect.element(screen.getByRole("button", { name: /^Run\b/ })).toHaveFocus();
  });
});

describe("the library in a window with no room beside it", () => {
  afterEach(() => page.viewport(1440, 900));

  it("is read all the same, opens over the page with its key, and goes with Escape", async () => {
    await page.viewport(1100, 720);
    const { screen, fake } = await showWindow();
    const inputs = screen.getByRole("list", { name: "Saved inputs of this prompt" });
    await expect.poll(() => fake.inputsOf("inputs.list").length).toBeGreaterThan(0);
    await expect.element(inputs).not.toBeInTheDocument();
    await userEvent.keyboard("{Control>}b{/Control}");
    await expect.element(inputs).toBeVisible();
    await userEvent.keyboard("{Escape}");
    await expect.element(inputs).not.toBeInTheDocument();
  });
});

describe("a page without a session", () => {
  // "Open the address that npm start printed; it works once", and a Try again that could not help.
  it("says what to do, and offers nothing that does not help", async () => {
    const screen = await show(<StartFailure error={appError("not_authorized")} onRetry={() => {}} />);
    await expect.element(screen.getByText(/Press Enter in the terminal/)).toBeVisible();
    await expect.element(screen.getByRole("button", { name: "Try again" })).not.toBeInTheDocument();
  });
});

describe("a chip", () => {
  it("ends in an ellipsis where it has no room, and its hint says the whole", async () => {
    const label = "a-label-that-is-longer-than-the-panel-is-wide";
    const screen = await show(
      <div style={{ width: 120 }}>
        <Chip>{label}</Chip>
      </div>,
    );
    const text = screen.getByText(label).element();
    expect(getComputedStyle(text).textOverflow).toBe("ellipsis");
    expect(text.scrollWidth).toBeGreaterThan(text.clientWidth);
    expect(text.closest("[title]")?.getAttribute("title")).toBe(label);
  });
});
