import { expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { NetworkSection } from "../../../renderer/features/settings/NetworkSection.tsx";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { settingsWith } from "../samples.ts";
import { show, startStores } from "../show.tsx";

async function open(proxy: string) {
  const settings = settingsWith({ proxy });
  const fake = startStores({ "settings.get": settings, "settings.save": settings });
  await useSettings.getState().load();
  return { screen: await show(<NetworkSection preferences={settings.preferences} />), fake };
}

// An app opened from the Dock has no variables: a company's proxy could be named nowhere.
it("a proxy is named, corrected where it cannot be one, and left again", async () => {
  const { screen, fake } = await open("system");
  await screen.getByRole("radio", { name: "This one" }).click();
  const address = screen.getByLabelText("Address", { exact: true });
  await userEvent.fill(address, "socks5://proxy.example");
  await screen.getByRole("button", { name: "Save" }).click();
  await expect.element(screen.getByText("Promptscope does not speak SOCKS")).toBeVisible();
  expect(fake.inputsOf("settings.save")).toEqual([]);
  await userEvent.fill(address, "http://proxy.example:8080 ");
  await userEvent.keyboard("{Enter}");
  await vi.waitFor(() => expect(fake.inputsOf("settings.save")).toEqual([{ proxy: "http://proxy.example:8080" }]));
  await screen.getByRole("radio", { name: "None" }).click();
  await vi.waitFor(() => expect(fake.inputsOf("settings.save").at(-1)).toEqual({ proxy: "direct" }));
  await expect.element(address).not.toBeInTheDocument();
});

it("shows the address that is in force", async () => {
  const { screen } = await open("http://mine.test:3128");
  await expect.element(screen.getByLabelText("Address", { exact: true })).toHaveValue("http://mine.test:3128");
  await expect.element(screen.getByRole("button", { name: "Save" })).not.toBeInTheDocument();
});
