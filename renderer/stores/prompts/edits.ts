import type { DocumentChange } from "@shared/domain/edit/change-document.ts";
import { closeDocument, type EditableText, openDocument, weightOf } from "@shared/domain/edit/editor-document.ts";
import {
  applyChange,
  redo,
  replaceDocument,
  startUndo,
  type UndoableDocument,
  undo,
} from "@shared/domain/edit/undo.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { EditSummary } from "@shared/domain/prompt/edit-summary.ts";
import type { EditToKeep } from "@shared/domain/prompt/kept-edit.ts";
import type {
  PromptEdit,
  PromptIdentity,
  PromptRef,
  PromptVersion,
  ResolvedPrompt,
} from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { valuesKey } from "../draft/values-key.ts";
import { notifyAfterTyping } from "../notify-after-typing.ts";
import { createEditKeeper } from "./keep-edit.ts";
import {
  asStored,
  differs,
  editOf,
  isTypedOn,
  keepSteps,
  type OpenEdit,
  onShown,
  unsavedEdit,
  withConfigText,
  withoutTime,
} from "./open-edit.ts";
import { newestOf, usePrompt } from "./prompt.ts";

export interface EditsState {
  /** The prompts that have an edit, by `valuesKey`. */
  edited: ReadonlySet<string>;
  /** Those of them that no library has yet, by `valuesKey`. */
  unsaved: ReadonlyMap<string, EditSummary>;
  open: OpenEdit | null;
  /** Counts what was put into the open edit in another way than by typing: an editor then shows it, whatever it showed. */
  given: number;
  /** A stored version is looked at although the prompt has an edit: the edit waits. */
  aside: boolean;
  /** The last edit of the open prompt that was discarded, for its undo. */
  discarded: OpenEdit | null;
  /** Why the last write failed; the next change tries again. */
  keepError: AppError | null;
  /** Another window had an edit of the open prompt, which has been put aside. */
  overtook: boolean;
  load(): Promise<void>;
  /** Notes that a prompt no library has is kept here, or is not any more. */
  noteUnsaved(prompt: PromptIdentity, summary: EditSummary | null): void;
  /** The open prompt, which no library has, has another name: what is typed goes on, and is kept under that one. */
  renamed(prompt: PromptIdentity): void;
  /** The text of a version has come, or another prompt is open: what is edited from now on. */
  show(prompt: ResolvedPrompt | null): Promise<void>;
  change(change: DocumentChange): void;
  undo(): void;
  redo(): void;
  discard(): void;
  restore(): void;
  setAside(aside: boolean): void;
  /**
   * Makes a text the edit of its prompt, as that of a run; what was typed there is discarded, on the disk too.
   * @param edit null leaves the prompt without one.
   * @returns what it took the place of.
   */
  take(prompt: PromptIdentity, edit: EditToKeep | null): Promise<EditToKeep | null>;
  /**
   * The edit that was sent has become this version; what was typed since goes on from it. With `merged` the version also
   * holds what somebody else saved: the edit alone can be brought back, as a discarded one.
   */
  saved(version: PromptVersion, hash: string, sent: PromptEdit, merged?: boolean): Promise<void>;
  /** Writes now what waits to be written, as when nobody looks any more, and says whether all of it is. */
  flush(): Promise<boolean>;
}

let showing = new AbortController();

export const useEdits = create<EditsState>()((write, get, api) => {
  const typing = notifyAfterTyping(api, ({ open }) => (open ? weightOf(open.editing.now) : 0));

  const set = (change: Partial<EditsState>): void =>
    write("open" in change ? { given: get().given + 1, ...change } : change);

  const putEdited = (key: string, isEdited: boolean): void => {
    if (get().edited.has(key) === isEdited) return;
    const edited = new Set(get().edited);
    if (isEdited) edited.add(key);
    else edited.delete(key);
    set({ edited });
  };

  const putUnsaved = (key: string, summary: EditSummary | null): void => {
    if (summary === null && !get().unsaved.has(key)) return;
    const unsaved = new Map(get().unsaved);
    if (summary) unsaved.set(key, summary);
    else unsaved.delete(key);
    set({ unsaved });
  };

  const keeper = createEditKeeper({
    wrote(keepError, key) {
      if (get().open?.key === key && keepError !== get().keepError) set({ keepError });
    },
    overtook: (key) => get().open?.key === key && set({ overtook: true }),
  });

  const put = (edit: OpenEdit, editing: UndoableDocument, given = get().given + 1): void => {
    const changed = differs(edit.stored, editing.now);
    const begins = changed && !edit.changed;
    const next = { ...edit, editing, changed, ...(begins ? { newestThen: newestOf(edit.key) } : {}) };
    set({ open: next, given });
    putEdited(edit.key, next.changed);
    keeper.soon(next);
  };

  const step = (move: (editing: UndoableDocument) => UndoableDocument, isTyped = false): void => {
    const { open, aside, given } = get();
    if (!open || aside) return;
    const editing = move(open.editing);
    if (editing.now === open.editing.now) return;
    if (isTyped) typing(() => put(open, editing, given));
    else put(open, editing);
  };

  /** Another version of the prompt that is open: an edit waits while it is looked at. */
  const showVersion = (open: OpenEdit, base: PromptRef, stored: EditableText, hash: string | undefined): void => {
    if (!open.changed) set({ open: asStored(open.key, base, stored, hash), aside: false });
    else if (open.base.version !== base.version) set({ aside: true });
    // The same version read anew; it may say something else.
    else set({ open: { ...open, stored, changed: differs(stored, open.editing.now) }, aside: false });
  };

  const openKept = (key: string, kept: EditToKeep, base: PromptRef, stored: EditableText): void => {
    const isBase = kept.edit.base.version === base.version;
    const editing = startUndo(withConfigText(openDocument(kept.edit), kept.configText));
    const { base: from } = kept.edit;
    const before = isBase ? stored : (kept.baseText ?? null);
    const changed = !isBase || differs(stored, editing.now);
    const { baseHash, newestThen } = kept;
    const open = { key, base: from, baseHash, stored: before, editing, changed, newestThen };
    set({ open });
    putEdited(key, changed);
    if (before === null) void readBase(open);
  };

  /** An edit made from another version than the one shown, kept before texts were kept with it: what it began with is read. */
  const readBase = async (edit: OpenEdit): Promise<void> => {
    if (edit.base.version === undefined) return;
    try {
      const { prompt } = await usePrompt.getState().version(edit.base.version);
      const { open } = get();
      if (open?.key !== edit.key || open.base.version !== edit.base.version) return;
      const stored = { type: prompt.type, prompt: prompt.prompt, config: prompt.config };
      set({ open: { ...open, stored, changed: differs(stored, open.editing.now) } });
    } catch {
      // Without the version the edit stands as it is; what it is against can only be named.
    }
  };

  return {
    edited: new Set(),
    unsaved: new Map(),
    open: null,
    given: 0,
    aside: false,
    discarded: null,
    keepError: null,
    overtook: false,

    async load() {
      try {
        const list = await engineClient().call("edits.list", {});
        const unsaved = list.filter(({ base }) => base.version === undefined);
        set({
          edited: new Set([...get().edited, ...list.map(({ prompt }) => valuesKey(prompt))]),
          unsaved: new Map([...get().unsaved, ...unsaved.map((one) => [valuesKey(one.prompt), one] as const)]),
        });
      } catch (thrown) {
        set({ keepError: asAppError(thrown) });
      }
    },

    noteUnsaved(prompt, summary) {
      const key = valuesKey(prompt);
      if (summary === null && get().open?.key === key) set({ open: null, discarded: null, aside: false });
      putEdited(key, summary !== null);
      putUnsaved(key, summary);
    },

    renamed(prompt) {
      const { open, given } = get();
      if (!open) return;
      keeper.drop(open.key);
      const next = { ...open, key: valuesKey(prompt), base: prompt };
      set({ open: next, given });
      keeper.soon(next);
    },

    async show(shown) {
      showing.abort();
      showing = new AbortController();
      const { signal } = showing;
      if (!shown) {
        set({ open: null, aside: false, discarded: null, keepError: null });
        return;
      }
      const { ref, prompt } = shown;
      const { open } = get();
      const key = valuesKey(ref);
      const base: PromptRef = { ...identityOf(ref), ...(prompt.version === "" ? {} : { version: prompt.version }) };
      const stored = { type: prompt.type, prompt: prompt.prompt, config: prompt.config };
      const isUnsaved = shown.edited === true && prompt.version === "";
      if (open?.key === key) {
        // Read anew, it says what was kept last, which is what is being typed.
        if (isUnsaved) return;
        showVersion(open, base, stored, shown.contentHash);
        return;
      }
      const begun = isUnsaved ? unsavedEdit(key, base, stored) : null;
      set({ open: begun, aside: false, discarded: null, keepError: null });
      try {
        const { edit } = await engineClient().call("edits.get", { prompt: identityOf(ref) }, { signal });
        if (signal.aborted) return;
        keeper.noteSeen(key, edit?.keptAt ?? null);
        if (isUnsaved) {
          const now = get().open;
          // Config that is no JSON is kept beside the text; what was typed since stays.
          if (edit?.configText !== undefined && now === begun && begun) {
            const editing = startUndo(withConfigText(begun.editing.now, edit.configText));
            set({ open: { ...begun, editing } });
          }
        } else if (edit) openKept(key, edit, base, stored);
        else set({ open: asStored(key, base, stored, shown.contentHash) });
      } catch (thrown) {
        // What was kept is not known: nothing may be typed over it.
        if (!signal.aborted) set({ keepError: asAppError(thrown) });
      }
    },

    // A text is drawn by its editor before it comes here; other fields show what stands here.
    change: (change) => step((editing) => applyChange(editing, change, performance.now()), change.do === "content"),
    undo() {
      const { open, discarded } = get();
      // After discarding, another version may be edited: its own steps begin there.
      if (discarded && open?.editing.past.length === 0) {
        get().restore();
        return;
      }
      step(undo);
      if (discarded && get().open?.editing.now === discarded.editing.now) set({ discarded: null });
    },
    redo: () => step(redo),

    discard() {
      const { open } = get();
      if (!open) return;
      const { stored } = usePrompt.getState();
      const basis = open.stored ? open : onShown(open, stored);
      if (!basis?.stored) return;
      set({ discarded: open, aside: false });
      put(basis, replaceDocument(open.editing, openDocument(basis.stored), "discarding the edit"));
      // Where another version is shown, that is what is edited from now on.
      if (stored && valuesKey(stored.ref) === open.key && stored.prompt.version !== open.base.version)
        void get().show(stored);
    },
    restore() {
      const { discarded } = get();
      if (!discarded) return;
      const { merged: _merged, ...edit } = discarded;
      set({ discarded: null });
      put(edit, edit.editing);
    },
    setAside: (aside) => set({ aside }),
    async take(prompt, edit) {
      await get().flush();
      const key = valuesKey(prompt);
      const identity = identityOf(prompt);
      const { edit: before } = await engineClient().call("edits.get", { prompt: identity });
      if (before) await engineClient().call("edits.discard", { prompt: identity });
      if (edit) await engineClient().call("edits.keep", edit);
      putEdited(key, edit !== null);
      if (get().open?.key === key) set({ open: null, aside: false, discarded: null });
      const { stored } = usePrompt.getState();
      if (stored && valuesKey(stored.ref) === key) await get().show(stored);
      return before && withoutTime(before);
    },
    async saved(version, hash, sent, merged = false) {
      const { open } = get();
      const identity = identityOf(sent.base);
      if (open?.key !== valuesKey(identity)) {
        const { edit } = await engineClient().call("edits.get", { prompt: identity });
        putEdited(valuesKey(identity), edit !== null);
        putUnsaved(valuesKey(identity), null);
        return;
      }
      if (!merged && isTypedOn(open, sent)) {
        const next = editOf(open, identity, version, hash);
        set({ open: next, aside: false });
        putUnsaved(open.key, null);
        keeper.soon(next);
        return;
      }
      keeper.drop(open.key);
      const { type, prompt, config } = version;
      const base = { ...identityOf(open.base), version: version.version };
      const now = keepSteps(open, asStored(open.key, base, { type, prompt, config }, hash));
      // Of an edit that is brought back the next look tells how it differs from what is stored by then.
      const alone = merged ? { ...open, base, baseHash: hash, stored: now.stored, merged } : null;
      set({ open: now, discarded: alone, aside: false });
      putEdited(open.key, false);
      putUnsaved(open.key, null);
      if (!merged) return;
      try {
        await engineClient().call("edits.discard", { prompt: identityOf(open.base) });
      } catch (thrown) {
        set({ keepError: asAppError(thrown) });
      }
    },
    flush: keeper.flush,
  };
});

onOtherPrompt(() => {
  // What waits to be written is written all the same.
  showing.abort();
  useEdits.setState({ open: null, aside: false, discarded: null, overtook: false });
});

// The list of versions may come behind the first key.
usePrompt.subscribe(() => {
  const { open } = useEdits.getState();
  if (!open?.changed || open.newestThen !== undefined) return;
  const newestThen = newestOf(open.key);
  if (newestThen !== undefined) useEdits.setState({ open: { ...open, newestThen } });
});

/** The edit that variants run which are not kept to a version; null when there is none, or it waits aside. */
export function editToRun({ open, aside }: Pick<EditsState, "open" | "aside">): PromptEdit | null {
  return open?.changed && !aside ? { base: open.base, ...closeDocument(open.editing.now) } : null;
}
