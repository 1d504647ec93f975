import { expect, it } from "vitest";
import { CopyDialog } from "../../../renderer/features/transfer/CopyDialog.tsx";
import { useCopying } from "../../../renderer/stores/prompts/copying.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { localLibrary, settingsWith } from "../samples.ts";
import { show, startStores } from "../show.tsx";

const version = (number: string) => ({ version: number, type: "text" as const, prompt: "Hi", config: {}, labels: [] });

// Would catch: “All 1 version”, and a choice between all versions and the newest where there is one.
it.each([
  [["1"], 0],
  [["1", "2"], 1],
])(
  "a copy of a prompt with the versions %j asks about earlier ones only where there are some",
  async (numbers, asked) => {
    const settings = settingsWith();
    startStores({
      "settings.get": { ...settings, libraries: [...settings.libraries, localLibrary] },
      "prompts.takeOut": { name: "greet", tags: [], versions: numbers.map(version) },
      "prompts.checkPutIn": { standing: "nothing", present: 0, differs: [], problems: [], guard: null },
    });
    await useSettings.getState().load();
    useCopying.setState(useCopying.getInitialState(), true);
    const screen = await show(<CopyDialog />);
    await useCopying.getState().start({ library: "langfuse", connection: "1a2b", name: "greet" });
    await expect.element(screen.getByText(/the newest is v/)).toBeVisible();
    expect(screen.getByRole("checkbox", { name: /^All 2 versions/ }).elements()).toHaveLength(asked);
    expect(screen.getByText(/All 1/).elements()).toHaveLength(0);
  },
);
