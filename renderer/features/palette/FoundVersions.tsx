import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { Command } from "cmdk";
import { GitCommitVertical } from "lucide-react";
import type { KnownPrompt } from "./known-prompts.ts";
import styles from "./Palette.module.css";
import { PaletteItem } from "./PaletteItem.tsx";
import type { FoundVersion } from "./search-versions.ts";

/** Versions that a text asks for; nothing where it asks for none. */
export function FoundVersions({
  found,
  onOpen,
}: {
  found: readonly FoundVersion<KnownPrompt>[];
  onOpen(one: FoundVersion<KnownPrompt>): void;
}) {
  if (found.length === 0) return null;
  return (
    <Command.Group heading="Versions" className={styles["group"]}>
      {found.map((one) => (
        <PaletteItem
          key={`${one.prompt.key} ${one.version}`}
          value={`version ${one.prompt.key} ${one.version}`}
          icon={<GitCommitVertical aria-hidden="true" />}
          title={`${one.prompt.name} ${versionLabel(one.version)}`}
          note={noteOf(one)}
          onSelect={() => onOpen(one)}
        />
      ))}
    </Command.Group>
  );
}

function noteOf({ prompt, about }: FoundVersion<KnownPrompt>): string {
  const said = about ? (about.labels.length > 0 ? about.labels.join(", ") : about.commitMessage) : undefined;
  return said ?? prompt.place;
}
