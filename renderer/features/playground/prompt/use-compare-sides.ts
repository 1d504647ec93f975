import { closeDocument, type EditableText } from "@shared/domain/edit/editor-document.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { versionLabel, versionName } from "@shared/domain/prompt/version-text.ts";
import { useEffect, useMemo, useState } from "react";
import { asAppError } from "../../../stores/client.ts";
import { valuesKey } from "../../../stores/draft/values-key.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import type { SelectOption } from "../../../ui/Select.tsx";
import { editSide, labelSide, versionOfSide, versionSide } from "../edit/compare-sides.ts";

/** What can be compared: the edit where there is one, every label, every version. */
export function useSideOptions(): SelectOption[] {
  const versions = usePrompt((state) => state.versions);
  const hasEdit = useEdits(({ open }) => open?.changed === true);
  return useMemo(() => {
    const rows = versions ?? [];
    const labels = rows.flatMap(({ labels: own, version }) => own.map((label) => ({ label, version })));
    return [
      ...(hasEdit ? [{ value: editSide, label: "the edit" }] : []),
      ...labels.map(({ label, version }) => ({
        value: labelSide(label),
        label: `${label} (${versionLabel(version)})`,
      })),
      ...rows.map(({ version, commitMessage }) => ({
        value: versionSide(version),
        label: [versionName(version, rows[0]?.version), ...(commitMessage ? [commitMessage.slice(0, 60)] : [])].join(
          " · ",
        ),
      })),
    ];
  }, [versions, hasEdit]);
}

type Side = { text: EditableText; error?: undefined } | { text?: undefined; error: AppError };

/** The text of one side; null while it is being read. */
export function useCompareSide(side: string): Side | null {
  const edited = useEdits(({ open }) => (side === editSide ? open?.editing.now : undefined));
  const version = usePrompt(({ versions }) => versionOfSide(side, versions ?? []));
  const key = usePrompt(
    ({ ref, versions }) =>
      ref && JSON.stringify([valuesKey(ref), versions?.find((row) => row.version === version)?.contentHash ?? null]),
  );
  const [read, setRead] = useState<{ version: string; side: Side } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another prompt has other versions of the same numbers, and a version may be made anew
  useEffect(() => {
    if (version === undefined) return;
    let isGone = false;
    setRead(null);
    usePrompt
      .getState()
      .version(version)
      .then(
        ({ prompt: { type, prompt, config } }) =>
          !isGone && setRead({ version, side: { text: { type, prompt, config } } }),
        (thrown: unknown) => !isGone && setRead({ version, side: { error: asAppError(thrown) } }),
      );
    return () => {
      isGone = true;
    };
  }, [version, key]);
  return useMemo(() => {
    if (edited) return { text: closeDocument(edited) };
    return read !== null && read.version === version ? read.side : null;
  }, [edited, read, version]);
}
