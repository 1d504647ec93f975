import { describe, expect, it, vi } from "vitest";
import { userEvent } from "vitest/browser";
import { SpendSection } from "../../../renderer/features/settings/SpendSection.tsx";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { provider, settingsWith } from "../samples.ts";
import { show, startStores } from "../show.tsx";

function Shown() {
  const settings = useSettings((state) => state.settings);
  return settings && <SpendSection settings={settings} />;
}

describe("limits of a day in the settings", () => {
  it("are kept for the day and for each provider that is set up; an empty field is no limit", async () => {
    const providers = [
      provider({ configured: true }),
      provider({ id: "anthropic", label: "Anthropic" }),
      provider({ id: "groq", label: "Groq" }),
    ];
    const settings = settingsWith({ spend: { dayUsd: 20, providerUsd: { groq: 2 } } }, { providers });
    const fake = startStores({ "settings.get": settings, "settings.save": settings });
    await useSettings.getState().load();
    const screen = await show(<Shown />);
    // A limit stays in sight when its provider is not set up any more.
    await expect.element(screen.getByLabelText("A day with Groq")).toHaveValue("2");
    expect(screen.getByLabelText("A day with Anthropic").query()).toBeNull();
    expect(screen.getByRole("button", { name: "Save" }).query()).toBeNull();
    await userEvent.fill(screen.getByLabelText("A day with OpenAI"), "5");
    await userEvent.clear(screen.getByLabelText("A day, all providers"));
    await userEvent.clear(screen.getByLabelText("A day with Groq"));
    await screen.getByRole("button", { name: "Save" }).click();
    await vi.waitFor(() =>
      expect(fake.inputsOf("settings.save")).toEqual([{ spend: { dayUsd: null, providerUsd: { openai: 5 } } }]),
    );
  });
});
