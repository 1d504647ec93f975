import { expect, it } from "vitest";
import { BulkDialog } from "../../../renderer/features/transfer/BulkDialog.tsx";
import { useBulk } from "../../../renderer/stores/prompts/bulk.ts";
import { useSettings } from "../../../renderer/stores/settings/settings.ts";
import { localLibrary, settingsWith } from "../samples.ts";
import { show, startStores } from "../show.tsx";

// Prompts imported while a folder was open went to the first Langfuse project unless one looked.
it.each(["local", "langfuse"])(
  "an import goes to the library that is open, as to %s, unless another is chosen",
  async (library) => {
    const settings = settingsWith({ library });
    startStores({ "settings.get": { ...settings, libraries: [...settings.libraries, localLibrary] } });
    await useSettings.getState().load();
    useBulk.getState().start("import");
    const screen = await show(<BulkDialog />);
    const place = screen.getByRole("combobox", { name: "To" });
    const chosen = () => (place.element() as HTMLSelectElement).selectedOptions[0]?.text;
    await expect.poll(chosen).toMatch(library === "local" ? /^Local/ : /^Langfuse/);
  },
);
