import { createBoundedMap } from "@shared/domain/bounded-map.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { weighJson } from "@shared/domain/json/json-weight.ts";
import type {
  PromptEdit,
  PromptIdentity,
  PromptRef,
  PromptVersionSummary,
  ResolvedPrompt,
} from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { valuesKey } from "../draft/values-key.ts";

/** The open prompt as it was loaded: to run, to read, and its history. */
export interface PromptState {
  ref: PromptRef | null;
  /** With references resolved: what is run. */
  resolved: ResolvedPrompt | null;
  /** As stored, with its references: what is read and edited. */
  stored: ResolvedPrompt | null;
  versions: PromptVersionSummary[] | null;
  loading: boolean;
  error: AppError | null;
  versionsError: AppError | null;
  /** Loads a prompt; the last one asked for wins. */
  open(ref: PromptRef | null, options?: { refresh: boolean }): Promise<void>;
  /** The open prompt, which no library has yet, has another name. */
  renamed(prompt: PromptIdentity): void;
  /** A version of the open prompt was made here: it is the newest at once, before the list is read again. */
  made(version: PromptVersionSummary): void;
  /** A label of the open prompt was moved here: it is there at once, before the list is read again. */
  relabelled(label: string, version: string): void;
  /** One version as stored; kept until the list of versions tells another text, or the prompt is refreshed. */
  version(version: string): Promise<ResolvedPrompt>;
}

let opening = new AbortController();
/** A refresh was asked for that has not ended: the next to open the prompt ends it, or what is shown stays old. */
let isOutdated = false;
const kept = createBoundedMap<Promise<ResolvedPrompt>>({ items: 500, bytes: 64 * 1_048_576 });

const nothing = { ref: null, resolved: null, stored: null, versions: null, error: null, versionsError: null } as const;

export const usePrompt = create<PromptState>()((set, get) => {
  const fetchPrompt = (ref: PromptRef, resolve: boolean, refresh: boolean, signal?: AbortSignal) =>
    engineClient().call("prompts.get", { ref, resolve, refresh }, { signal });

  /** Past the engine's copy where that is not the text the list of versions tells of. */
  const fetchVersion = async (ref: PromptRef, hash: string | undefined): Promise<ResolvedPrompt> => {
    const found = await fetchPrompt(ref, false, false);
    return hash === undefined || found.contentHash === hash ? found : fetchPrompt(ref, false, true);
  };

  /** A prompt that was begun here and that no library has yet is opened without version and label. */
  const findUnsaved = async (ref: PromptRef, signal: AbortSignal): Promise<ResolvedPrompt | null> => {
    if (ref.version !== undefined || ref.label !== undefined) return null;
    const { edit } = await engineClient().call("edits.get", { prompt: identityOf(ref) }, { signal });
    return edit && edit.edit.base.version === undefined ? asUnsaved(ref, edit.edit, edit.keptAt) : null;
  };

  return {
    ...nothing,
    loading: false,

    async open(ref, { refresh } = { refresh: false }) {
      opening.abort();
      if (refresh) {
        kept.clear();
        isOutdated = true;
      }
      opening = new AbortController();
      const { signal } = opening;
      if (!ref) {
        set({ ...nothing, loading: false });
        return;
      }
      const before = get().ref;
      const samePrompt = before !== null && valuesKey(before) === valuesKey(ref);
      // Another version of the same prompt replaces the shown one when it has come; another prompt clears it at once.
      set({ ref, loading: true, error: null, ...(samePrompt ? {} : { resolved: null, stored: null, versions: null }) });
      try {
        const unsaved = await findUnsaved(ref, signal);
        if (signal.aborted) return;
        if (unsaved) {
          set({ resolved: unsaved, stored: unsaved, versions: [], loading: false, versionsError: null });
          return;
        }
        const [resolved, stored] = await Promise.all([
          fetchPrompt(ref, true, isOutdated, signal),
          fetchPrompt(ref, false, isOutdated, signal),
        ]);
        if (signal.aborted) return;
        set({ resolved, stored, loading: false });
      } catch (thrown) {
        if (signal.aborted) return;
        // What is shown is another version than the one that could not be read.
        const isOther = JSON.stringify(before) !== JSON.stringify(ref);
        set({ error: asAppError(thrown), loading: false, ...(isOther ? { resolved: null, stored: null } : {}) });
      }
      if (samePrompt && !isOutdated && get().versions) return;
      try {
        const versions = await engineClient().call(
          "prompts.versions",
          { prompt: identityOf(ref), refresh: isOutdated },
          { signal },
        );
        if (signal.aborted) return;
        isOutdated = false;
        set({ versions, versionsError: null });
      } catch (thrown) {
        if (!signal.aborted) set({ versionsError: asAppError(thrown) });
      }
    },

    renamed(prompt) {
      opening.abort();
      const named = (one: ResolvedPrompt | null) =>
        one && { ...one, ref: prompt, prompt: { ...one.prompt, name: prompt.name } };
      set({ ref: prompt, resolved: named(get().resolved), stored: named(get().stored), loading: false });
    },

    made(version) {
      const others = get().versions?.filter((row) => row.version !== version.version) ?? [];
      set({ versions: [version, ...others] });
    },

    relabelled(label, version) {
      const versions = get().versions?.map((row) => {
        const others = row.labels.filter((one) => one !== label);
        return { ...row, labels: row.version === version ? [...others, label] : others };
      });
      if (versions) set({ versions });
    },

    version(version) {
      const { ref, versions } = get();
      if (!ref) return Promise.reject(new Error("No prompt is open."));
      // A version that was deleted and made anew has another hash under its old number.
      const hash = versions?.find((row) => row.version === version)?.contentHash;
      const key = JSON.stringify([valuesKey(ref), version, hash]);
      const known = kept.get(key);
      if (known) return known;
      const asked = fetchVersion({ ...identityOf(ref), version }, hash);
      kept.set(key, asked, 0);
      // A failure is not kept, so that asking again tries again.
      asked.then(
        (prompt) => kept.set(key, asked, weighJson(prompt)),
        () => kept.delete(key),
      );
      return asked;
    },
  };
});

onOtherPrompt((key) => {
  opening.abort();
  usePrompt.setState({ ...nothing, loading: key !== "" });
});

/** The newest version of the open prompt, as far as its list has come; undefined too where `key` names another one. */
export function newestOf(key: string): string | undefined {
  const { ref, versions } = usePrompt.getState();
  return ref && valuesKey(ref) === key ? versions?.[0]?.version : undefined;
}

/** What is edited of a prompt that is nowhere stored, in the place of a stored version. */
function asUnsaved(ref: PromptRef, { type, prompt, config }: PromptEdit, keptAt: number): ResolvedPrompt {
  const { library, name } = ref;
  return {
    ref,
    prompt: { library, name, version: "", type, prompt, config, labels: [], tags: [] },
    edited: true,
    fetchedAt: keptAt,
    freshness: "given",
  };
}
