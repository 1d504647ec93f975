import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { LangfuseConnectionView, SettingsView } from "@shared/domain/settings.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { LangfuseSection } from "../../../renderer/features/settings/LangfuseSection.tsx";
import { WorkspaceSwitch } from "../../../renderer/features/shell/WorkspaceSwitch.tsx";
import { openLibrary } from "../../../renderer/stores/settings/libraries.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { settingsWith } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const secret = "sk-canary-typed-4c1d";
const test = { projectId: "p2", projectName: "Shop", promptCount: 12, writes: true };

/** The sample's connection and a second one at the same address. */
function settingsOfTwo(more: Partial<LangfuseConnectionView> = {}): SettingsView {
  const settings = settingsWith();
  const [first] = settings.langfuse;
  if (!first) throw new Error("The sample has a connection.");
  const second = { ...first, id: "2c3d", publicKey: "pk-lf-2", isDefault: false, ...more };
  const libraries = settings.libraries.map((library) =>
    library.needsConnection
      ? { ...library, connections: [...library.connections, { id: "2c3d", label: "langfuse.test" }] }
      : library,
  );
  return { ...settings, langfuse: [first, second], libraries };
}

function Shown() {
  const settings = useSettings((state) => state.settings);
  return settings && <LangfuseSection settings={settings} />;
}

async function showSection(settings: SettingsView, answers: FakeAnswers = {}) {
  const fake = startStores({
    "settings.get": settings,
    "settings.save": settings,
    "langfuse.test": test,
    "guard.get": { rule: null },
    ...answers,
  });
  await useSettings.getState().load();
  return { fake, screen: await show(<Shown />) };
}

async function fillNew(screen: Awaited<ReturnType<typeof showSection>>["screen"]) {
  await screen.getByRole("button", { name: "Add a connection" }).click();
  const form = screen.getByRole("form", { name: "New connection" });
  await userEvent.fill(form.getByLabelText("Host"), "https://langfuse.test");
  await userEvent.fill(form.getByLabelText("Public key"), "pk-lf-2");
  await userEvent.fill(form.getByLabelText("Secret key"), secret);
  return form;
}

describe("a connection", () => {
  it("is tried before it is saved, and not kept when its keys are refused (wrong keys stored, and said to be set up)", async () => {
    const { screen, fake } = await showSection(settingsWith(), {
      "langfuse.connect": settingsOfTwo(),
      "settings.save": settingsOfTwo(),
      "langfuse.test": () => {
        throw new AppFailure("langfuse_unauthorized", { status: 401, message: "Invalid credentials." });
      },
    });
    const form = await fillNew(screen);
    await form.getByRole("button", { name: "Test and save" }).click();
    await expect.element(form.getByText("Invalid credentials.")).toBeVisible();
    expect(fake.inputsOf("langfuse.connect")).toEqual([]);
    fake.answer({ "langfuse.test": test });
    await form.getByRole("button", { name: "Test and save" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("langfuse.connect")).toHaveLength(1));
    expect(fake.inputsOf("langfuse.connect")[0]).toMatchObject({
      publicKey: "pk-lf-2",
      secretKey: secret,
      project: { id: "p2", name: "Shop" },
    });
    // What is saved is shown.
    await vi.waitFor(() =>
      expect(fake.inputsOf("settings.save")).toEqual([{ library: "langfuse", connection: "2c3d" }]),
    );
    await expect.element(screen.getByText(/12 prompts, read and write/)).toBeVisible();
    expect(document.documentElement.outerHTML).not.toContain(secret);
  });

  it("can be tested without being saved, and says why it cannot be yet", async () => {
    const { screen, fake } = await showSection(settingsWith(), { "langfuse.test": { ...test, writes: false } });
    await screen.getByRole("button", { name: "Add a connection" }).click();
    const form = screen.getByRole("form", { name: "New connection" });
    await expect.element(form.getByText("The public key is missing.")).toBeVisible();
    await userEvent.fill(form.getByLabelText("Public key"), "pk-lf-2");
    await expect.element(form.getByText("The secret key is missing.")).toBeVisible();
    await userEvent.fill(form.getByLabelText("Secret key"), secret);
    await form.getByRole("button", { name: "Test connection" }).click();
    await expect.element(form.getByText(/read only/)).toBeVisible();
    expect(fake.inputsOf("langfuse.connect")).toEqual([]);
    expect(fake.inputsOf("langfuse.test")).toMatchObject([{ asksToWrite: true, which: { secretKey: secret } }]);
  });

  it("of the environment is one of them, and cannot be changed here", async () => {
    const { screen } = await showSection(settingsOfTwo({ source: "environment" }));
    await screen.getByRole("button", { name: /pk-lf-2/ }).click();
    const form = screen.getByRole("form", { name: "Connection pk-lf-2" });
    await expect.element(form.getByText(/Found in the environment/)).toBeVisible();
    await expect.element(form.getByRole("button", { name: "Disconnect" })).not.toBeInTheDocument();
    await expect.element(form.getByRole("button", { name: "Make it the default" })).toBeEnabled();
  });

  it("has a guard of its own (a rule set for another project)", async () => {
    const { screen, fake } = await showSection(settingsOfTwo(), { "guard.set": { rule: "typed-name" } });
    await screen.getByRole("button", { name: /pk-lf-2/ }).click();
    await screen.getByLabelText("Before production moves, ask for").selectOptions("The prompt's name, typed");
    await vi.waitFor(() =>
      expect(fake.inputsOf("guard.set")).toEqual([
        { place: { library: "langfuse", connection: "2c3d" }, rule: "typed-name" },
      ]),
    );
  });
});

describe("the switch in the top bar", () => {
  it("offers each connection, told apart by key where the names are equal, and opens the chosen one", async () => {
    const settings = settingsOfTwo();
    const fake = startStores({
      "settings.get": settings,
      "settings.save": (change) => ({ ...settings, preferences: { ...settings.preferences, ...change } }),
    });
    await useSettings.getState().load();
    const screen = await show(<WorkspaceSwitch />);
    await screen.getByRole("button", { name: /Workspace/ }).click();
    await expect.element(screen.getByRole("menuitemcheckbox", { name: /Demo workspace/ })).toBeVisible();
    await screen.getByRole("menuitemcheckbox", { name: /pk-lf-2/ }).click();
    await vi.waitFor(() =>
      expect(fake.inputsOf("settings.save")).toEqual([{ library: "langfuse", connection: "2c3d" }]),
    );
    expect(openLibrary(useSettings.getState().settings)?.connection?.id).toBe("2c3d");
  });
});
