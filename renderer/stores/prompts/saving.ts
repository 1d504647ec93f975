import { mergePlaces, type PlaceChoice } from "@shared/domain/diff/three-way.ts";
import { isSameText } from "@shared/domain/edit/editor-document.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { PromptContent, PromptEdit, PromptIdentity, PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { identityOf, liesIn } from "@shared/domain/prompt/prompt-key.ts";
import type { SaveRequest } from "@shared/domain/prompt/save.ts";
import type { SaveCheck, SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { valuesKey } from "../draft/values-key.ts";
import { editToRun, useEdits } from "./edits.ts";
import { useLibrary } from "./library.ts";
import { useNaming } from "./naming.ts";
import { editOf, isTypedOn, keptOf, type OpenEdit } from "./open-edit.ts";
import { usePrompt } from "./prompt.ts";
import { useWrites } from "./writes.ts";

/** The version against which the edit is shown: production's, else the newest. */
export interface Against {
  version: PromptVersion;
  label: string;
}

/** Saving the open edit as a version, from the look at what is there to what came of it. */
export interface SavingState {
  open: boolean;
  /** Of a prompt that no library has yet: where and under what name it will be. Null: where the edit was made. */
  target: PromptIdentity | null;
  check: SaveCheck | null;
  against: Against | null;
  /** Looking or saving; the dialog stays. */
  busy: "looking" | "saving" | null;
  /** A call itself failed; what a library does not take is an outcome. */
  error: AppError | null;
  outcome: SaveOutcome | null;
  /** Why a conflict's resolution was not written; the conflict stands as it was. */
  refusal: SaveRefusal | null;
  message: string;
  labels: ReadonlySet<string>;
  /** Null: they stay as they are. */
  tags: string | null;
  /** As typed, where the project's guard asks for the prompt's name. */
  typedName: string;
  acceptsChanges: boolean;
  /** In a conflict: what was chosen for each place, by its index; what need not be chosen has none. */
  choices: Readonly<Record<number, PlaceChoice>>;
  /** Of the last save, for the inspector. */
  exchanges: readonly Exchange[];
  /** The request as it stands; null without an edit. */
  request(): SaveRequest | null;
  /** Opens the table of what somebody else saved since the edit began, or the dialog where nobody has. */
  meet(): Promise<void>;
  /** Opens the dialog and looks at what is stored now. Nothing happens without an edit. */
  start(): Promise<void>;
  /** Looks again, as where nothing could be seen; what was typed stays. */
  lookAgain(): Promise<void>;
  setMessage(message: string): void;
  /** As typed, parted by commas; they belong to all versions of the prompt. */
  setTags(tags: string): void;
  /** Another place or name for a prompt that no library has yet; the library is asked a moment after the last change. */
  aim(target: PromptIdentity): void;
  /** Shows the edit against another stored version. */
  chooseAgainst(version: string): Promise<void>;
  toggleLabel(label: string): void;
  setTypedName(name: string): void;
  acceptChanges(accepts: boolean): void;
  /** Undefined takes the choice back. */
  choose(place: number, choice: PlaceChoice | undefined): void;
  /** Takes one side at every place that nothing was chosen for yet. */
  chooseOpen(side: "theirs" | "mine"): void;
  save(): Promise<void>;
  /** In a conflict: makes a version after theirs, of what both make together or of the edit alone. */
  resolve(content: PromptContent): Promise<void>;
  /** The edit is as it was. */
  close(): void;
}

const closed = {
  open: false,
  target: null,
  check: null,
  against: null,
  busy: null,
  error: null,
  outcome: null,
  refusal: null,
  message: "",
  labels: new Set<string>(),
  tags: null,
  typedName: "",
  acceptsChanges: false,
  choices: {},
  exchanges: [],
} satisfies Partial<SavingState>;

/** Of a prompt that no library has yet: what it is called by now, typed or not. Null for any other. */
function firstTarget(): PromptIdentity | null {
  const { open } = useEdits.getState();
  if (!open || open.base.version !== undefined || open.stored !== null) return null;
  const { typed, asked } = useNaming.getState();
  const name = (typed ?? asked)?.trim();
  return { ...identityOf(open.base), ...(name ? { name } : {}) };
}

/** Each once, in the order they were typed. */
function tagsIn(text: string): string[] {
  return [
    ...new Set(
      text
        .split(",")
        .map((tag) => tag.trim())
        .filter((tag) => tag !== ""),
    ),
  ];
}

/** No version was made, and none is there that says the same. */
export type SaveRefusal = Exclude<SaveOutcome, { kind: "saved" | "unchanged" | "conflict" }>;

function isRefusal(outcome: SaveOutcome): outcome is SaveRefusal {
  return outcome.kind !== "saved" && outcome.kind !== "unchanged" && outcome.kind !== "conflict";
}

const lookDelayMs = 250;

let looking = new AbortController();

export const useSaving = create<SavingState>()((set, get) => {
  const requestOf = (): SaveRequest | null => {
    const { open } = useEdits.getState();
    const edit = editToRun({ open, aside: false });
    if (!open || !edit) return null;
    const { message, labels, tags, typedName, acceptsChanges, target } = get();
    return {
      edit: target ? { ...edit, base: { ...target, name: target.name.trim() } } : edit,
      labels: [...labels],
      ...(tags === null ? {} : { tags: tagsIn(tags) }),
      ...(open.baseHash === undefined ? {} : { baseHash: open.baseHash }),
      ...(open.stored === null ? {} : { baseText: open.stored }),
      ...(message.trim() === "" ? {} : { commitMessage: message.trim() }),
      ...(typedName === "" ? {} : { typedName }),
      ...(acceptsChanges ? { acceptsChanges } : {}),
    };
  };

  const look = async (): Promise<void> => {
    const request = requestOf();
    if (!request) return;
    looking.abort();
    looking = new AbortController();
    const { signal } = looking;
    set({ busy: "looking", error: null });
    try {
      const check = await engineClient().call("prompts.checkSave", request, { signal });
      useWrites.getState().note(identityOf(request.edit.base), check.exchanges);
      const against = await findAgainst(check);
      if (!signal.aborted) set({ check, against, busy: null });
    } catch (thrown) {
      if (!signal.aborted) set({ error: asAppError(thrown), busy: null });
    }
  };

  const findAgainst = async ({ standing }: SaveCheck): Promise<Against | null> => {
    if (!standing) return null;
    const production = standing.labels.find(({ label }) => label === "production")?.version;
    if (production === undefined) return { version: standing.newest, label: "the newest version" };
    if (production === standing.newest.version) return { version: standing.newest, label: "production" };
    return { version: (await usePrompt.getState().version(production)).prompt, label: "production" };
  };

  const write = async (request: SaveRequest, merged: boolean): Promise<void> => {
    if (get().busy === "saving") return;
    const before = get().outcome;
    // While it is written the dialog may be left: typing goes on, or another prompt is opened.
    const { open: begun } = useEdits.getState();
    set({ busy: "saving", error: null, ...(before?.kind === "conflict" ? {} : { outcome: null }) });
    try {
      const { outcome, exchanges } = await engineClient().call("prompts.save", request);
      useWrites.getState().note(identityOf(request.edit.base), exchanges);
      set({ exchanges });
      // A conflict stays to be resolved, with what was chosen, when its resolution could not be written.
      if (before?.kind === "conflict" && isRefusal(outcome)) set({ refusal: outcome, busy: null });
      else set({ outcome, refusal: null, busy: null, choices: {} });
      if (outcome.kind !== "saved") return;
      const { version, labels } = outcome.version;
      const { contentHash } = outcome;
      const identity = identityOf(request.edit.base);
      const shown = { ...identity, version };
      if (begun && valuesKey(identity) !== begun.key) await moveUnsaved(begun, request.edit, outcome);
      else await useEdits.getState().saved(outcome.version, contentHash, request.edit, merged);
      const { openPrompt } = useDraft.getState().draft;
      if (openPrompt && valuesKey(openPrompt) === valuesKey(identity)) {
        usePrompt.getState().made({ version, labels, contentHash });
        useDraft.getState().openPrompt(shown);
        await usePrompt.getState().open(shown, { refresh: true });
      }
      await useLibrary.getState().renew(shown);
    } catch (thrown) {
      set({ error: asAppError(thrown), busy: null });
    }
  };

  /** What was begun here under another name or for another place is now the prompt that was saved. */
  const moveUnsaved = async (begun: OpenEdit, sent: PromptEdit, { version, contentHash }: Saved): Promise<void> => {
    const [before, after] = [identityOf(begun.base), identityOf(sent.base)];
    const { open, outcome, exchanges, busy } = get();
    const { open: now } = useEdits.getState();
    const typedOn = now?.key === begun.key && isTypedOn(now, sent) ? editOf(now, after, version, contentHash) : null;
    useEdits.getState().noteUnsaved(before, null);
    useDraft.getState().rename(before, after);
    // Another prompt is open now, which closes this; it says what came of saving all the same.
    if (open) set({ ...closed, open: true, outcome, exchanges, busy, target: after });
    await engineClient().call("edits.discard", { prompt: before });
    if (typedOn) await engineClient().call("edits.keep", keptOf(typedOn));
  };

  return {
    ...closed,
    request: requestOf,
    async meet() {
      await useEdits.getState().flush();
      const request = requestOf();
      if (!request) return;
      set({ ...closed, open: true, busy: "looking" });
      try {
        const { conflict } = await engineClient().call("prompts.meet", request);
        if (!get().open) return;
        if (conflict) set({ outcome: conflict, busy: null });
        else await look();
      } catch (thrown) {
        set({ error: asAppError(thrown), busy: null });
      }
    },
    async start() {
      await useEdits.getState().flush();
      if (!requestOf()) return;
      set({ ...closed, open: true, target: firstTarget() });
      await look();
    },
    lookAgain: look,
    aim(target) {
      looking.abort();
      looking = new AbortController();
      const { signal } = looking;
      const isElsewhere = !liesIn(target, get().target ?? target);
      // Labels, tags and the message are for the library they were written for.
      const isNamed = target.name.trim() !== "";
      set({
        target,
        busy: isNamed ? "looking" : null,
        outcome: null,
        ...(isElsewhere ? { labels: new Set(), tags: null, message: "" } : {}),
      });
      if (isNamed) setTimeout(() => !signal.aborted && void look(), lookDelayMs);
    },
    setMessage: (message) => set({ message }),
    setTags: (tags) => set({ tags }),
    async chooseAgainst(version) {
      const { check } = get();
      const label = check?.standing?.labels.find((one) => one.version === version)?.label ?? "a stored version";
      try {
        const { prompt } = await usePrompt.getState().version(version);
        if (get().check === check) set({ against: { version: prompt, label } });
      } catch (thrown) {
        set({ error: asAppError(thrown) });
      }
    },
    toggleLabel(label) {
      const labels = new Set(get().labels);
      if (!labels.delete(label)) labels.add(label);
      set({ labels });
    },
    setTypedName: (typedName) => set({ typedName }),
    acceptChanges: (acceptsChanges) => set({ acceptsChanges }),
    choose(place, choice) {
      const { [place]: _before, ...others } = get().choices;
      set({ choices: choice === undefined ? others : { ...others, [place]: choice } });
    },
    chooseOpen(side) {
      const { outcome, choices } = get();
      if (outcome?.kind !== "conflict") return;
      const open = outcome.places.flatMap(({ changedBy }, index) =>
        changedBy === "open" && choices[index] === undefined ? [[index, side] as const] : [],
      );
      set({ choices: { ...choices, ...Object.fromEntries(open) } });
    },
    async save() {
      const request = requestOf();
      if (request) await write(request, false);
    },
    async resolve({ type, prompt, config }) {
      const { outcome } = get();
      const request = requestOf();
      if (!request || outcome?.kind !== "conflict") return;
      // It follows theirs by what it is made of: a third writer is met as the second was.
      const base = { ...identityOf(request.edit.base), version: outcome.theirs.version };
      const isAlone = isSameText(request.edit, { type, prompt, config });
      const { type: theirType, prompt: theirPrompt, config: theirConfig } = outcome.theirs;
      const baseText = { type: theirType, prompt: theirPrompt, config: theirConfig };
      const edit = { base, type, prompt, config };
      await write({ ...request, edit, baseHash: outcome.theirsHash, baseText }, !isAlone);
    },
    close() {
      looking.abort();
      set({ ...closed });
    },
  };
});

onOtherPrompt(() => useSaving.getState().close());

type Conflict = Extract<SaveOutcome, { kind: "conflict" }>;
type Saved = Extract<SaveOutcome, { kind: "saved" }>;

/** What both make together as chosen; null while a place is open. */
export function mergedAs(
  { begun, places }: Pick<Conflict, "begun" | "places">,
  choices: SavingState["choices"],
): PromptContent | null {
  return mergePlaces(
    begun,
    places,
    places.map((_place, index) => choices[index]),
  );
}
