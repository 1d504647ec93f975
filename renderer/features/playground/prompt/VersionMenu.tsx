import type { PromptIdentity, PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { Ellipsis, Tag, Trash2 } from "lucide-react";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useVersionActs, type VersionAct } from "../../../stores/prompts/version-acts.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Menu } from "../../../ui/Menu.tsx";

/** What can be done with one stored version besides looking at it; nothing where the library takes no writes. */
export function VersionMenu({ row }: { row: PromptVersionSummary }) {
  const ref = usePrompt((state) => state.ref);
  const view = useSettings(({ settings }) => settings?.libraries.find(({ id }) => id === ref?.library));
  if (!ref || !view?.can.write || !(view.can.labels || view.can.deletes)) return null;
  const name = versionLabel(row.version);
  const prompt: PromptIdentity = identityOf(ref);
  const ask = (kind: VersionAct["kind"]) => void useVersionActs.getState().ask({ kind, prompt, version: row.version });
  return (
    <Menu
      align="end"
      label={`Acts on ${name}`}
      trigger={<IconButton size="small" label={`More for ${name}`} icon={<Ellipsis aria-hidden="true" />} />}
      entries={[
        ...(view.can.labels
          ? [
              {
                id: "label",
                label: "Move a label here…",
                detail: "Shows first what would change",
                icon: <Tag aria-hidden="true" />,
                onSelect: () => ask("label"),
              },
            ]
          : []),
        ...(view.can.deletes
          ? [
              {
                id: "delete",
                label: `Delete ${name}…`,
                detail: "Shows first what it would break",
                icon: <Trash2 aria-hidden="true" />,
                onSelect: () => ask("delete"),
              },
            ]
          : []),
      ]}
    />
  );
}
