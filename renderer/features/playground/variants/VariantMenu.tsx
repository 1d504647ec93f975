import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { Ellipsis } from "lucide-react";
import { useMemo } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { isUnlinked, promptOfVariant } from "../../../stores/draft/variant-list.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { useIsFile } from "../../../stores/prompts/version-name.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Menu, type MenuEntry } from "../../../ui/Menu.tsx";
import { openComposer } from "../conversation/composer.ts";
import { toolsFirst, waitsForResults } from "../conversation/turns.ts";
import { type ModelReplacement, putInPrompt, replacementBy } from "../runs/model-to-prompt.ts";
import { useVariantRun } from "../runs/use-variant-run.ts";
import {
  moveVariant,
  toggleLinkedParameters,
  toggleMaximised,
  toggleOwnValues,
  toggleOwnVersion,
} from "../runs/variant-actions.ts";

/** Everything else that can be done with a variant. */
export function VariantMenu({ variant, index }: { variant: VariantDraft; index: number }) {
  const { id } = variant;
  const count = useDraft((state) => state.draft.variants.length);
  const open = useDraft((state) => state.draft.openPrompt);
  const maximised = useDraft((state) => state.draft.layout["maximised"] === id);
  const linked = useDraft((state) => state.draft.layout["parametersLinked"] === true);
  const several = count > 1;
  const pinned = promptOfVariant(variant, open) !== open;
  const version = usePreview((state) => state.views[id]?.preview?.resolved?.prompt.version);
  const isFile = useIsFile();
  const waiting = waitsForResults(useVariantRun(id));
  const replacement = useReplacement(variant);
  const arrange: MenuEntry[] = [
    { id: "maximise", label: maximised ? "Show all variants" : "Maximise", onSelect: () => toggleMaximised(id) },
    { id: "left", label: "Move left", disabled: index === 0, onSelect: () => moveVariant(id, index - 1) },
    { id: "right", label: "Move right", disabled: index >= count - 1, onSelect: () => moveVariant(id, index + 1) },
    { id: "line", separator: true },
    {
      id: "version",
      label: "Own version",
      detail: isFile ? "Kept to the file or an earlier text of it" : "Kept to a version or label of the prompt",
      checked: pinned,
      // Until the preview says which version runs, there is none to keep to.
      disabled: !pinned && version === undefined,
      onSelect: () => toggleOwnVersion(id),
    },
    {
      id: "values",
      label: "Own values",
      detail: "Variables of this variant alone",
      checked: isUnlinked(variant, open),
      onSelect: () => toggleOwnValues(id),
    },
    {
      id: "parameters",
      label: "Link parameters",
      detail: "One set for all variants",
      checked: linked,
      onSelect: () => toggleLinkedParameters(id),
    },
  ];
  return (
    <Menu
      label="More of this variant"
      align="end"
      trigger={<IconButton size="small" label="More" icon={<Ellipsis aria-hidden="true" />} />}
      entries={[
        { id: "rename", label: "Rename", onSelect: () => useCompare.getState().set({ renaming: id }) },
        {
          id: "message",
          label: "Add a message",
          ...(waiting ? { detail: toolsFirst, disabled: true } : {}),
          onSelect: () => openComposer(id),
        },
        ...(replacement
          ? [
              {
                id: "model",
                label: "Use the model in the prompt",
                detail: inPlaceText(replacement),
                onSelect: () => putInPrompt(replacement),
              },
            ]
          : []),
        ...(several ? arrange : []),
      ]}
    />
  );
}

/** What choosing the variant's model for the prompt would do; undefined where it would do nothing. */
function useReplacement(variant: VariantDraft): ModelReplacement | undefined {
  const open = useEdits((state) => state.open);
  const aside = useEdits((state) => state.aside);
  const route = usePreview((state) => state.views[variant.id]?.preview?.plan?.route);
  return useMemo(() => replacementBy(variant, { open, aside }, route), [variant, open, aside, route]);
}

function inPlaceText({ model, before }: ModelReplacement): string {
  return before === undefined ? `${model}, as an edit to save` : `${model} in place of ${before}, as an edit to save`;
}
