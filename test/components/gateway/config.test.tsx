import type { ConfigProblem } from "@shared/domain/gateway/config-problem.ts";
import { defaultGatewayOptions, type GatewayStatus } from "@shared/domain/gateway/gateway.ts";
import { beforeEach, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { Gateway } from "../../../renderer/features/gateway/Gateway.tsx";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useGateway } from "../../../renderer/stores/gateway/gateway.ts";
import { useGatewayOutline } from "../../../renderer/stores/gateway/gateway-outline.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { draftWith, resolvedPrompt, settingsWith, variant } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const mine = "# by hand\nmodel_list: []\n";
const written = "model_list:\n  - model_name: reply\n";
const status: GatewayStatus = {
  state: "stopped",
  address: null,
  models: [],
  masterKey: false,
  options: defaultGatewayOptions,
  clientMessagesMode: "replace",
  prompts: "langfuse",
  configChanged: false,
};

/** What a config offers: its one model, named in its second line, with a prompt of the same name. */
const outlineOf = ({ text }: { text: string }) => {
  const name = /model_name: (\S+)/.exec(text)?.[1];
  return { models: name ? [{ name, prompt: { id: name } }] : [], masterKey: false };
};

async function showGateway(text: string, state: Partial<GatewayStatus> = {}) {
  const fake = startStores({
    "draft.get": draftWith([variant("a")]),
    "settings.get": settingsWith(),
    "gateway.config.get": { text, options: defaultGatewayOptions },
    "gateway.config.save": null,
    "gateway.check": [],
    "gateway.outline": outlineOf,
    "gateway.export": { text: written, notes: [] },
    "prompts.get": resolvedPrompt(),
  });
  await Promise.all([useSettings.getState().load(), useDraft.getState().load()]);
  useGateway.setState({ status: { ...status, ...state } });
  const screen = await show(<Gateway Report={() => null} />);
  const editor = screen.getByRole("textbox", { name: "config.yaml" });
  await expect.element(editor).toHaveValue(text);
  return { screen, editor, fake };
}

beforeEach(() => {
  useGateway.setState(useGateway.getInitialState(), true);
  useGatewayOutline.setState(useGatewayOutline.getInitialState(), true);
});

// It was overwritten and kept at once.
it("what was replaced comes back, one text after the other, and can be taken back again", async () => {
  const { screen, editor, fake } = await showGateway(mine);
  await screen.getByRole("button", { name: "From the playground" }).click();
  await screen.getByRole("menuitem", { name: "Replace this config" }).click();
  await expect.element(editor).toHaveValue(written);
  await expect.element(screen.getByText(/config\.yaml is now what is set up in the playground/)).toBeVisible();
  const file = new File(["# other\n"], "other.yaml");
  await screen.getByLabelText("Config file").upload(file);
  await expect.element(editor).toHaveValue("# other\n");
  await expect.element(screen.getByText(/config\.yaml is now other\.yaml/)).toBeVisible();
  await screen.getByRole("button", { name: "Undo", exact: true }).click();
  await expect.element(editor).toHaveValue(written);
  await editor.click();
  await userEvent.keyboard("{Control>}z{/Control}");
  await expect.element(editor).toHaveValue(mine);
  await screen.getByRole("button", { name: "Take that back" }).click();
  await expect.element(editor).toHaveValue(written);
  await screen.getByRole("button", { name: "Bring back the config before" }).click();
  await expect.element(editor).toHaveValue(mine);
  await vi.waitFor(() => expect(fake.inputsOf("gateway.config.save").at(-1)?.text).toBe(mine));
});

// A model that is no longer in the file was still shown.
it("how to call it follows the config as it is written, whatever runs", async () => {
  const { screen, editor } = await showGateway(written, { state: "running", address: "http://127.0.0.1:4100" });
  await screen.getByRole("tab", { name: "Use it" }).click();
  await expect.element(screen.getByRole("group", { name: "Call with curl" })).toMatchTextContent("127.0.0.1:4100");
  await screen.getByRole("radio", { name: "Python" }).click();
  const python = screen.getByRole("group", { name: "Call with Python" });
  await expect.element(python).toMatchTextContent('model="reply"');
  await editor.fill(written.replace("reply", "renamed"));
  await expect.element(python).toMatchTextContent('model="renamed"');
  useGateway.setState({ status: { ...status, state: "running", configChanged: true } });
  await expect.element(screen.getByText(/still runs the config from before/)).toBeVisible();
  useGateway.setState({ status });
  await expect.element(screen.getByText("The gateway does not run yet.")).toBeVisible();
  await expect.element(screen.getByRole("list", { name: "Models" })).toMatchTextContent("renamed");
});

// "Nothing is wrong" stood there while no prompt had been looked at, and the call gave 400.
it("says whether the prompts were looked at, too, and what was found in them when asked", async () => {
  const { screen, editor, fake } = await showGateway(mine);
  await expect.element(screen.getByText(/Nothing is wrong.*prompts were looked at too/)).toBeVisible();
  await editor.fill(written);
  await expect.element(screen.getByText(/Nothing is wrong.*prompts were not looked at/)).toBeVisible();
  const unset: ConfigProblem = {
    code: "prompt_broken",
    file: "config.yaml",
    severity: "warning",
    path: "model_list[0]",
    message: "The prompt needs “history”.",
    fix: "",
    line: 2,
    column: 5,
  };
  fake.answer({ "gateway.check": ({ drift }) => (drift ? [unset] : []) });
  await screen.getByRole("button", { name: "Check with the prompts" }).click();
  await expect.element(screen.getByRole("button", { name: /The prompt needs “history”/ })).toBeVisible();
});
