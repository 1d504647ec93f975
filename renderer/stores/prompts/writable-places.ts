import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import type { SettingsView } from "@shared/domain/settings.ts";

/** A library, and there a connection, that new prompts can be saved to. */
export interface WritablePlace {
  /** Of the place alone; the same after a restart. */
  key: string;
  place: Pick<PromptIdentity, "library" | "connection">;
  label: string;
}

/** Every place that takes prompts as things are set up, in the order of the libraries. */
export function writablePlaces(settings: SettingsView | null): WritablePlace[] {
  return (settings?.libraries ?? [])
    .filter(({ can, ready }) => can.write && ready)
    .flatMap(({ id, label, needsConnection, connections }) => {
      if (!needsConnection) {
        // A folder is a connection that nobody has to set up; its prompts are listed and kept under it.
        const [own] = connections;
        return [
          own
            ? placeOf({ library: id, connection: own.id }, `${label} · ${own.label}`)
            : placeOf({ library: id }, label),
        ];
      }
      return connections.map((one) =>
        placeOf({ library: id, connection: one.id }, `${label} · ${one.project?.name ?? one.label}`),
      );
    });
}

function placeOf(place: WritablePlace["place"], label: string): WritablePlace {
  return { key: placeKey(place), place, label };
}

export function placeKey({ library, connection }: Pick<PromptIdentity, "library" | "connection">): string {
  return JSON.stringify([library, connection ?? null]);
}
