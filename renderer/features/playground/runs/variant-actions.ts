import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { linkParameters } from "../../../stores/draft/linked-parameters.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import {
  isPinned,
  isUnlinked,
  mostVariants,
  promptOfVariant,
  valuesOfVariant,
  withCopy,
  withOwnValues,
  withoutVariant,
  withPin,
  withVariantAt,
} from "../../../stores/draft/variant-list.ts";
import { useCompare } from "../../../stores/run/compare.ts";
import { useRuns } from "../../../stores/run/runs.ts";
import { useView } from "../../../stores/view.ts";

const variants = () => useDraft.getState().draft.variants;

/** Puts the keyboard into a variant's column and brings it into sight. */
export function goToVariant(id: string): void {
  useView.getState().focusVariant(id);
  const { layout } = useDraft.getState().draft;
  if (layout["maximised"]) useDraft.getState().setLayout("maximised", id);
  // A new column is on screen only after it has been drawn.
  requestAnimationFrame(() => {
    const column = document.getElementById(`variant-${id}`);
    column?.focus({ preventScroll: true });
    column?.scrollIntoView({ inline: "nearest", block: "nearest" });
  });
}

export function canAddVariant(): boolean {
  return variants().length < mostVariants && useCompare.getState().blind === null;
}

/** Copies a variant, the last one by default, and goes to the copy. */
export function duplicateVariant(id = variants().at(-1)?.id): void {
  if (id === undefined || !canAddVariant()) return;
  const copyId = crypto.randomUUID();
  useDraft.getState().changeVariants((list) => withCopy(list, id, copyId));
  useDraft.getState().setLayout("maximised", false);
  goToVariant(copyId);
}

/** Adds a copy of the last variant that is kept to one version, or goes to the one that is. */
export function addPinnedVariant(ref: PromptRef): void {
  const { draft, changeVariant } = useDraft.getState();
  const { openPrompt: open } = draft;
  const { version } = ref;
  if (!open || version === undefined) return;
  const there = draft.variants.find(
    (variant) => promptOfVariant(variant, open)?.version === version && isPinned(variant, open),
  );
  if (there) {
    goToVariant(there.id);
    return;
  }
  if (!canAddVariant()) return;
  duplicateVariant();
  const added = variants().at(-1);
  if (added) changeVariant(added.id, (variant) => withPin(variant, open, { version }));
}

export function removeVariant(id: string): void {
  const index = variants().findIndex((variant) => variant.id === id);
  const variant = variants()[index];
  if (!variant || variants().length === 1) return;
  const { removed, set, base } = useCompare.getState();
  // Only the last one can come back; what an earlier one said is of no use any more.
  if (removed) useRuns.getState().forget(removed.variant.id);
  useRuns.getState().stop(id);
  set({ removed: { variant, index }, ...(base === id ? { base: null } : {}) });
  const { changeVariants, setLayout, draft } = useDraft.getState();
  changeVariants((list) => withoutVariant(list, id));
  if (draft.layout["maximised"] === id) setLayout("maximised", false);
  // One answer alone is no vote any more, and its bar is gone.
  if (variants().length < 2) set({ blind: null });
  const next = variants()[Math.min(index, variants().length - 1)];
  if (next) goToVariant(next.id);
}

export function bringBackVariant(): void {
  const { removed, set } = useCompare.getState();
  if (!removed) return;
  const { variant, index } = removed;
  if (variants().length < mostVariants) {
    useDraft.getState().changeVariants((list) => list.toSpliced(index, 0, variant));
    goToVariant(variant.id);
  }
  set({ removed: null });
}

export function moveVariant(id: string, place: number): void {
  useDraft.getState().changeVariants((list) => withVariantAt(list, id, place));
}

export function renameVariant(id: string, name: string): void {
  const { changeVariant } = useDraft.getState();
  changeVariant(id, ({ name: _before, ...variant }) => ({ ...variant, ...(name === "" ? {} : { name }) }));
  useCompare.getState().set({ renaming: null });
}

/** Shows one variant alone, or all of them again. */
export function toggleMaximised(id: string): void {
  const { draft, setLayout } = useDraft.getState();
  setLayout("maximised", draft.layout["maximised"] === id ? false : id);
}

/** Gives a variant values of its own, as the shared ones are now, or lets it share them again. */
export function toggleOwnValues(id: string): void {
  const { draft, changeVariant } = useDraft.getState();
  const open = draft.openPrompt;
  if (!open) return;
  changeVariant(id, (variant) =>
    withOwnValues(variant, open, isUnlinked(variant, open) ? undefined : valuesOfVariant(draft, variant)),
  );
  useView.getState().focusVariant(id);
}

/** Keeps a variant to the version it runs now, or lets it follow the prompt panel again. */
export function toggleOwnVersion(id: string): void {
  const { draft, changeVariant } = useDraft.getState();
  const open = draft.openPrompt;
  const version = usePreview.getState().views[id]?.preview?.resolved?.prompt.version;
  if (!open) return;
  changeVariant(id, (variant) => {
    const isPinned = promptOfVariant(variant, open) !== open;
    return withPin(variant, open, isPinned || version === undefined ? undefined : { version });
  });
}

/** Links parameters over all variants, starting from those of one, or lets each have its own. */
export function toggleLinkedParameters(from: string): void {
  const { draft, setLayout, changeVariants } = useDraft.getState();
  const linked = draft.layout["parametersLinked"] === true;
  const variant = draft.variants.find(({ id }) => id === from);
  if (!linked && variant) changeVariants((list) => linkParameters(list, variant));
  setLayout("parametersLinked", !linked);
}
