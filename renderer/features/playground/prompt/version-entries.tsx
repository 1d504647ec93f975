import type { PromptRef, PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import { versionLabel, versionName } from "@shared/domain/prompt/version-text.ts";
import type { MenuEntry } from "../../../ui/Menu.tsx";

/**
 * The version menu: first labels, which move with the prompt, then every version; without a `ref` none is marked. Of a
 * file, which has no labels, the first entry is the file itself.
 */
export function versionEntries(
  versions: readonly PromptVersionSummary[],
  ref: PromptRef | null,
  choose: (which: { version: string } | { label: string }) => void,
  isFile: boolean,
): MenuEntry[] {
  const chosenLabel = ref && ref.version === undefined ? (ref.label ?? "production") : undefined;
  if (isFile) return fileEntries(versions, ref, choose);
  const labels = new Map<string, string>();
  for (const row of versions) for (const label of row.labels) if (!labels.has(label)) labels.set(label, row.version);
  return [
    { id: "labels", heading: "Follow a label" },
    ...[...labels].map(([label, version]) => ({
      id: `label ${label}`,
      label,
      detail: `now ${versionLabel(version)}`,
      checked: chosenLabel === label,
      onSelect: () => choose({ label }),
    })),
    { id: "line", separator: true as const },
    { id: "versions", heading: "Stay at a version" },
    ...versions.map((row) => ({
      id: `version ${row.version}`,
      label: `${versionLabel(row.version)}${row.labels.length > 0 ? ` · ${row.labels.join(", ")}` : ""}`,
      ...(row.commitMessage ? { detail: row.commitMessage } : {}),
      checked: ref?.version === row.version,
      onSelect: () => choose({ version: row.version }),
    })),
  ];
}

function fileEntries(
  versions: readonly PromptVersionSummary[],
  ref: PromptRef | null,
  choose: (which: { version: string }) => void,
): MenuEntry[] {
  const current = versions[0]?.version;
  const chosen = ref && (ref.version ?? current);
  return versions.map((row) => ({
    id: `version ${row.version}`,
    label: versionName(row.version, current),
    ...(row.commitMessage ? { detail: row.commitMessage } : {}),
    checked: chosen === row.version,
    onSelect: () => choose({ version: row.version }),
  }));
}
