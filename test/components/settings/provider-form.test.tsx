import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { LangfuseSection } from "../../../renderer/features/settings/LangfuseSection.tsx";
import { ProvidersSection } from "../../../renderer/features/settings/ProvidersSection.tsx";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import type { FakeAnswers } from "../../fakes/routes/client.ts";
import { provider, settingsWith } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const secret = "sk-canary-typed-4c1d";

async function showProviders(more: Parameters<typeof provider>[0], answers: FakeAnswers = {}) {
  const settings = settingsWith({}, { providers: [provider(more)] });
  const fake = startStores({
    "settings.get": settings,
    "provider.connect": settings,
    "provider.disconnect": settings,
    ...answers,
  });
  await useSettings.getState().load();
  const screen = await show(<ProvidersSection settings={settings} />);
  await screen.getByRole("button", { name: "OpenAI" }).click();
  return { screen, fake, key: screen.getByLabelText("API key") };
}

describe("provider form", () => {
  it("sends what was typed and nothing else, then forgets the key", async () => {
    const { screen, fake, key } = await showProviders({});
    await userEvent.fill(key, secret);
    await screen.getByLabelText("Keep the key").selectOptions("In memory, until Promptscope ends");
    await screen.getByRole("button", { name: "Save" }).click();
    await vi.waitFor(() =>
      expect(fake.inputsOf("provider.connect")).toEqual([{ provider: "openai", storage: "session", apiKey: secret }]),
    );
    await expect.element(key).toHaveValue("");
    expect(document.documentElement.outerHTML).not.toContain(secret);
  });

  it("an empty key keeps the stored one; the field is a password and shows the hint alone", async () => {
    const { screen, fake, key } = await showProviders({
      key: { status: "stored", storage: "file", hint: "sk-…4fQ2" },
      configured: true,
    });
    await expect.element(key).toHaveAttribute("type", "password");
    await expect.element(key).toHaveAttribute("placeholder", "sk-…4fQ2");
    await expect.element(key).toHaveValue("");
    await expect.element(screen.getByText("A key is stored. Leave this empty to keep it.")).toBeVisible();
    await userEvent.fill(screen.getByLabelText("Base URL"), "https://proxy.test/v1");
    await screen.getByRole("button", { name: "Save" }).click();
    await vi.waitFor(() =>
      expect(fake.inputsOf("provider.connect")).toEqual([
        { provider: "openai", storage: "file", baseUrl: "https://proxy.test/v1" },
      ]),
    );
  });

  it("an address that is none is not sent: the browser keeps the form", async () => {
    const { screen, fake } = await showProviders({});
    const field = screen.getByLabelText("Base URL");
    await userEvent.fill(field, "not an address");
    await screen.getByRole("button", { name: "Save" }).click();
    await expect.element(field).toBeInvalid();
    expect(fake.inputsOf("provider.connect")).toEqual([]);
  });

  it("a refusal is shown and what was typed stays", async () => {
    const { screen, key } = await showProviders(
      {},
      {
        "provider.connect": () => {
          throw new AppFailure("secret_invalid");
        },
      },
    );
    await userEvent.fill(key, secret);
    await screen.getByRole("button", { name: "Save" }).click();
    await expect.element(screen.getByRole("alert")).toBeVisible();
    await expect.element(key).toHaveValue(secret);
    expect(screen.getByRole("alert").element().textContent).not.toContain(secret);
  });

  it.each([
    [
      { status: "environment", variable: "OPENAI_API_KEY" } as const,
      "Found in the environment as OPENAI_API_KEY.",
      false,
    ],
    [{ status: "locked", storage: "keychain" } as const, "it cannot be decrypted on this machine now", true],
    [{ status: "missing" } as const, "Not set.", false],
  ])("says where a key is: %j; only what is stored can be removed", async (key, words, removable) => {
    const { screen } = await showProviders({ key });
    await expect.element(screen.getByText(words)).toBeVisible();
    const remove = screen.getByRole("button", { name: "Remove" });
    if (removable) await expect.element(remove).toBeEnabled();
    else await expect.element(remove).not.toBeInTheDocument();
  });
});

describe("Langfuse form", () => {
  it("cannot be sent without host and public key, and shows the project only after it has answered", async () => {
    const settings = settingsWith();
    const fake = startStores({
      "settings.get": settings,
      "settings.save": settings,
      "langfuse.connect": settings,
      "langfuse.test": () => {
        throw new AppFailure("langfuse_unauthorized");
      },
    });
    await useSettings.getState().load();
    const screen = await show(<LangfuseSection settings={settings} />);
    const save = screen.getByRole("button", { name: "Save and connect" });
    await userEvent.clear(screen.getByLabelText("Public key"));
    await expect.element(save).toBeDisabled();
    await userEvent.fill(screen.getByLabelText("Public key"), "pk-lf-2");
    await userEvent.fill(screen.getByLabelText("Secret key"), secret);
    await save.click();
    await expect.element(screen.getByRole("alert")).toBeVisible();
    expect(fake.inputsOf("langfuse.connect")).toMatchObject([{ publicKey: "pk-lf-2", secretKey: secret }]);
    expect(fake.inputsOf("settings.save")).toEqual([]);
    fake.answer({ "langfuse.test": { projectId: "p", projectName: "Shop", promptCount: 1 } });
    await save.click();
    await expect.element(screen.getByText("Shop")).toBeVisible();
    expect(fake.inputsOf("settings.save")).toHaveLength(1);
    await expect.element(screen.getByLabelText("Secret key")).toHaveValue("");
  });
});
