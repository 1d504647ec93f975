import { useApp } from "../../stores/app.ts";
import { settingsSections } from "../../stores/settings/sections.ts";
import type { ViewCommand } from "../../stores/view-commands.ts";

/** What the open view offers whose title or group has every word of a text; with a text also what leads elsewhere. */
export function searchOffered(
  text: string,
  here: readonly ViewCommand[],
  elsewhere: readonly ViewCommand[],
): ViewCommand[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [...here];
  return [...here, ...elsewhere].filter(({ title, group }) => {
    const own = `${title} ${group}`.toLowerCase();
    return words.every((word) => own.includes(word));
  });
}

/** Each section of the settings by its name. */
export function goToSettings(): ViewCommand[] {
  return settingsSections.map(({ id, title }) => ({
    id: `settings ${id}`,
    title: `Settings: ${title}`,
    group: "Go to",
    run: () => useApp.getState().show("settings", id),
  }));
}
