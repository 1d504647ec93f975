import type { HistoryFacets } from "@shared/domain/run/history.ts";
import { createRef } from "react";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { HistoryFilters } from "../../../renderer/features/history/HistoryFilters.tsx";
import { useHistory } from "../../../renderer/stores/history/history.ts";
import { facetsOfTwoLibraries, filterByLibrary } from "../samples.ts";
import { show, startStores } from "../show.tsx";

async function showFilters(facets: HistoryFacets = facetsOfTwoLibraries) {
  const fake = startStores({ "history.facets": facets, "history.list": { runs: [], next: null } });
  await useHistory.getState().loadFacets();
  const screen = await show(<HistoryFilters searchRef={createRef()} />);
  const asked = () => fake.inputsOf("history.list").map(({ filter }) => filter);
  return { screen, asked };
}

describe("filters of the history", () => {
  // Two libraries have prompts of one name: without the library both are found.
  it("a prompt is asked for with its library, and by it only when two have the name", async () => {
    const { screen, asked } = await showFilters();
    const prompt = screen.getByLabelText("Prompt", { exact: true });
    expect([...(prompt.element() as HTMLSelectElement).options].map(({ label }) => label)).toEqual([
      "All prompts",
      "greet (demo)",
      "greet (langfuse)",
      "only-here",
    ]);
    await prompt.selectOptions("greet (demo)");
    await vi.waitFor(() => expect(asked().at(-1)).toEqual(filterByLibrary("demo", "greet")));
    await screen.getByLabelText("Version").selectOptions("v2");
    await vi.waitFor(() => expect(JSON.stringify(asked().at(-1))).toMatch(/"promptVersion":"?2"?/));
  });

  it("a version is of one prompt: another prompt takes it away", async () => {
    const { screen, asked } = await showFilters();
    await expect.element(screen.getByLabelText("Version")).toBeDisabled();
    await screen.getByLabelText("Prompt", { exact: true }).selectOptions("greet (demo)");
    await screen.getByLabelText("Version").selectOptions("v1");
    await screen.getByLabelText("Prompt", { exact: true }).selectOptions("only-here");
    await vi.waitFor(() => expect(asked().at(-1)).toEqual(filterByLibrary("langfuse", "only-here")));
    await screen.getByLabelText("Prompt", { exact: true }).selectOptions("All prompts");
    await vi.waitFor(() => expect(asked().at(-1)).toEqual({}));
  });

  it("status, rating, model, pins and the gateway are asked for together; Clear takes all of it away but the text", async () => {
    const { screen, asked } = await showFilters();
    await screen.getByLabelText("Status").selectOptions("Stopped");
    await screen.getByLabelText("Rating").selectOptions("4 stars or more");
    await screen.getByLabelText("Model").selectOptions("gpt-x");
    await screen.getByRole("button", { name: "Pinned only" }).click();
    await screen.getByRole("button", { name: "Through the gateway" }).click();
    const all = { outcomes: ["cancelled"], minRating: 4, model: "gpt-x", pinned: true, gateway: true };
    await vi.waitFor(() => expect(asked().at(-1)).toEqual(all));
    await screen.getByRole("button", { name: "Clear filters" }).click();
    await vi.waitFor(() => expect(asked().at(-1)).toEqual({}));
  });

  it("Failed means every bad end, and no run that is stopped or still goes on", async () => {
    const { screen, asked } = await showFilters();
    await screen.getByLabelText("Status").selectOptions("Failed");
    await vi.waitFor(() => expect(asked().at(-1)?.outcomes).toHaveLength(7));
    expect(asked().at(-1)?.outcomes).not.toContain("cancelled");
  });

  it("a range of days is asked for with all hours of both, and a choice of one word takes it away", async () => {
    const { screen, asked } = await showFilters();
    await screen.getByLabelText("Date").selectOptions("Between days…");
    await screen.getByLabelText("From").fill("2026-11-10");
    await screen.getByLabelText("To", { exact: true }).fill("2026-11-12");
    const range = { from: new Date(2026, 10, 10).getTime(), to: new Date(2026, 10, 13).getTime() - 1 };
    await vi.waitFor(() => expect(asked().at(-1)).toEqual(range));
    await screen.getByLabelText("From").fill("");
    await vi.waitFor(() => expect(asked().at(-1)).toEqual({ to: range.to }));
    await screen.getByLabelText("Date").selectOptions("Last 7 days");
    await vi.waitFor(() => expect(Object.keys(asked().at(-1) ?? {})).toEqual(["from"]));
    await expect.element(screen.getByLabelText("From")).not.toBeInTheDocument();
  });

  it("text is asked for once typing pauses; Escape takes it away before anything else", async () => {
    const { screen, asked } = await showFilters();
    const search = screen.getByRole("searchbox");
    await userEvent.fill(search, "bern");
    await vi.waitFor(() => expect(asked()).toEqual([{ text: "bern" }]));
    await userEvent.keyboard("{Escape}");
    await expect.element(search).toHaveValue("");
    await vi.waitFor(() => expect(asked().at(-1)).toEqual({}));
  });
});
