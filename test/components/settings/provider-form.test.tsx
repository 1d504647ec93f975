import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
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
    "provider.test": { models: 1 },
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

  // Saved without it, the key of a company's proxy went to the provider itself.
  it("a key is for the address of the environment that stands above it, tested and saved", async () => {
    const baseUrl = "https://proxy.test/v1";
    const { screen, fake, key } = await showProviders({ baseUrl, baseUrlSource: "environment" });
    await userEvent.fill(key, secret);
    await screen.getByRole("button", { name: "Test", exact: true }).click();
    await vi.waitFor(() => expect(fake.inputsOf("provider.test").at(-1)).toMatchObject({ baseUrl, apiKey: secret }));
    await screen.getByLabelText("Keep the key").selectOptions("In memory, until Promptscope ends");
    await screen.getByRole("button", { name: "Save" }).click();
    await vi.waitFor(() => expect(fake.inputsOf("provider.connect").at(-1)).toMatchObject({ baseUrl, apiKey: secret }));
    await expect.element(screen.getByLabelText("Base URL")).toHaveValue(baseUrl);
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

describe("whether a provider's key works", () => {
  it("is said once it was asked, with the number of models or the refusal (a wrong key that says ready)", async () => {
    const { screen, fake, key } = await showProviders(
      { key: { status: "stored", storage: "file", hint: "sk-…4fQ2" }, configured: true },
      { "provider.test": { models: 61 } },
    );
    const row = screen.getByRole("button", { name: /^OpenAI/ });
    await expect.element(row).toMatchTextContent("not tried");
    await screen.getByRole("button", { name: "Test", exact: true }).click();
    await expect.element(row).toMatchTextContent("works, 61 models");
    fake.answer({
      "provider.test": () => {
        throw new AppFailure("provider_unauthorized", { status: 401 });
      },
    });
    await userEvent.fill(key, secret);
    await screen.getByRole("button", { name: "Test", exact: true }).click();
    await expect.element(row).toMatchTextContent("refused 401");
    expect(fake.inputsOf("provider.test")).toEqual([{ provider: "openai" }, { provider: "openai", apiKey: secret }]);
    // It was only tried.
    expect(fake.inputsOf("provider.connect")).toEqual([]);
    await expect.element(key).toHaveValue(secret);
  });
});
