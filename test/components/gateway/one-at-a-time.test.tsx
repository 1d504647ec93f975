import { defaultGatewayOptions, type GatewayCallRow } from "@shared/domain/gateway/gateway.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { afterEach, expect, it } from "vitest";
import { page, userEvent } from "vitest/browser";
import { Gateway } from "../../../renderer/features/gateway/Gateway.tsx";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useGateway } from "../../../renderer/stores/gateway/gateway.ts";
import { useGatewayOutline } from "../../../renderer/stores/gateway/gateway-outline.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { draftWith, recordOf, settingsWith, variant } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const call = (sequence: number): GatewayCallRow => ({
  runId: `call-${sequence}`,
  sequence,
  startedAt: 1_764_000_000_000 + sequence * 1000,
  state: "finished",
  requestedModel: `asked-for-${sequence}`,
  prompt: "support/reply@3",
  provider: "openai",
  targetModel: "gpt-4o-mini",
  alias: true,
  stream: false,
  httpStatus: 200,
  outcome: "completed",
  error: null,
  totalMs: 812,
  usage: { inputTokens: 361, outputTokens: 118 },
});

async function showGateway(width: number, height: number) {
  await page.viewport(width, height);
  startStores({
    "draft.get": draftWith([variant("a")]),
    "settings.get": settingsWith(),
    "gateway.config.get": { text: "model_list: []\n", options: defaultGatewayOptions },
    "gateway.check": [],
    "gateway.outline": { models: [], masterKey: false },
    "run.get": ({ runId }) => recordOf(runId, { prompt: null } as RunRequest),
  });
  useGateway.setState(useGateway.getInitialState(), true);
  useGatewayOutline.setState(useGatewayOutline.getInitialState(), true);
  useGateway.setState({ calls: [call(2), call(1)] });
  await Promise.all([useSettings.getState().load(), useDraft.getState().load()]);
  const screen = await show(<Gateway Report={({ record }) => <p style={{ height: 220 }}>Report of {record.id}</p>} />);
  await expect.element(screen.getByText("asked-for-1")).toBeVisible();
  return { screen, back: screen.getByRole("button", { name: "Back to the calls" }) };
}

afterEach(() => page.viewport(1440, 900));

// Of a chosen call a head was to be seen at 900 × 600, and below 700 it lay outside the window.
it.each([
  [852, 530],
  [680, 410],
  [280, 600],
])("in %i × %i a chosen call stands alone, its answer in sight; Escape leads back to its line", async (...size) => {
  const { screen, back } = await showGateway(...size);
  screen
    .getByRole("button", { name: /^Call at/ })
    .nth(1)
    .element()
    .focus();
  await userEvent.keyboard("{Enter}");
  const report = screen.getByText("Report of call-1");
  await expect.element(report).toBeInViewport({ ratio: 1 });
  await expect.element(screen.getByRole("table", { name: "Calls" })).not.toBeInTheDocument();
  await expect.element(screen.getByRole("button", { name: "Close" })).not.toBeInTheDocument();
  await userEvent.keyboard("{Tab}");
  await expect.element(back).toHaveFocus();
  await userEvent.keyboard("{Escape}");
  await expect.element(report).not.toBeInTheDocument();
  await expect.element(screen.getByRole("button", { name: /^Call at/ }).nth(1)).toHaveFocus();
});

it("in a small window the config is a tab beside the calls, and both are as wide as the window", async () => {
  const { screen } = await showGateway(280, 600);
  const row = screen.getByRole("row", { name: /asked-for-2/ }).element();
  for (const cell of [...row.children].filter((one) => one.textContent !== "")) {
    const { left, right } = cell.getBoundingClientRect();
    expect(left, cell.textContent ?? "").toBeGreaterThanOrEqual(0);
    expect(right, cell.textContent ?? "").toBeLessThanOrEqual(280);
  }
  await screen.getByRole("tab", { name: "Config" }).click();
  const editor = screen.getByRole("textbox", { name: "config.yaml" });
  await expect.element(editor).toHaveValue("model_list: []\n");
  await page.viewport(852, 530);
  await expect.element(screen.getByRole("table", { name: "Calls" })).toBeVisible();
  await expect.element(editor).toBeVisible();
  await expect.element(screen.getByRole("tab", { name: "Config" })).not.toBeInTheDocument();
});

it("a large window opens a call below the log", async () => {
  const { screen, back } = await showGateway(1392, 830);
  await screen.getByText("asked-for-1").click();
  await expect.element(screen.getByText("Report of call-1")).toBeVisible();
  await expect.element(screen.getByRole("table", { name: "Calls" })).toBeVisible();
  await expect.element(back).not.toBeInTheDocument();
});
