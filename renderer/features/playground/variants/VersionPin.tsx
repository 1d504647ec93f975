import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { ChevronDown, Pin } from "lucide-react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { promptOfVariant, withPin } from "../../../stores/draft/variant-list.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useIsFile, useVersionName } from "../../../stores/prompts/version-name.ts";
import { Menu } from "../../../ui/Menu.tsx";
import { versionEntries } from "../prompt/version-entries.tsx";
import styles from "./VariantColumn.module.css";

interface VersionPinProps {
  variant: VariantDraft;
  /** The version that will be sent, once it is known. */
  shown: string | undefined;
}

/** The version or label this variant is kept to, whatever the prompt panel shows. */
export function VersionPin({ variant, shown }: VersionPinProps) {
  const open = useDraft((state) => state.draft.openPrompt);
  const changeVariant = useDraft((state) => state.changeVariant);
  const versions = usePrompt((state) => state.versions);
  const isFile = useIsFile();
  const nameOf = useVersionName();
  if (!open) return null;
  const own = promptOfVariant(variant, open);
  const label = shown === undefined ? "version" : versionLabel(shown);
  return (
    <Menu
      label="Version of this variant"
      trigger={
        <button
          type="button"
          className={styles["pin"]}
          aria-label={`Kept to ${shown === undefined ? label : nameOf(shown)}`}
        >
          <Pin aria-hidden="true" size={11} />
          {label}
          <ChevronDown aria-hidden="true" size={11} />
        </button>
      }
      entries={[
        {
          id: "follow",
          label: "As the prompt panel",
          onSelect: () => changeVariant(variant.id, (before) => withPin(before, open, undefined)),
        },
        ...versionEntries(
          versions ?? [],
          own,
          (which) => changeVariant(variant.id, (before) => withPin(before, open, which)),
          isFile,
        ),
      ]}
    />
  );
}
