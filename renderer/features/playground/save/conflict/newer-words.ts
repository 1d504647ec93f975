import { versionLabel, versionName } from "@shared/domain/prompt/version-text.ts";
import { useEdits } from "../../../../stores/prompts/edits.ts";
import { useSavesToFile } from "../../../../stores/prompts/version-name.ts";

/** What is said of versions that are newer than the one that is edited. */
export interface NewerWords {
  /** As a heading. */
  title: string;
  /** The same while nothing is decided yet. */
  sentence: string;
  /** Whether somebody saved while it was edited. An old version is edited beside its newer ones, and nobody did a thing. */
  cameMeanwhile: boolean;
}

/**
 * Those of them that came after the edit began.
 * @param newer oldest first.
 * @param newestThen the newest version there was when it began; where that is not known, none is said to have come since.
 */
function cameSince(newer: readonly string[], newestThen: string | undefined): readonly string[] {
  return newestThen === undefined ? [] : newer.slice(newer.indexOf(newestThen) + 1);
}

export function useNewerWords(newer: readonly string[]): NewerWords {
  const base = useEdits(({ open }) => open?.base.version);
  const newestThen = useEdits(({ open }) => open?.newestThen);
  const isFile = useSavesToFile();
  const since = cameSince(newer, newestThen);
  if (since.length > 0) {
    const happened = isFile ? "The file was changed" : `Somebody saved ${listed(since)}`;
    return {
      title: `${happened} while you were editing`,
      sentence: `${happened} since this edit began`,
      cameMeanwhile: true,
    };
  }
  const newest = isFile ? "The file" : listed(newer);
  const edited = base === undefined ? "the version you edit" : `${versionName(base)}, which you edit`;
  const stands = `${newest} ${newer.length > 1 ? "are" : "is"} newer than ${edited}`;
  return { title: stands, sentence: stands, cameMeanwhile: false };
}

const listed = (versions: readonly string[]) => versions.map(versionLabel).join(", ");
