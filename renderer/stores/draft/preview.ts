import type { AppError } from "@shared/domain/error/error.ts";
import { isLongPicture } from "@shared/domain/message/picture.ts";
import type { RunPreview, RunRequest } from "@shared/domain/run/run.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";
import { isTypedOn } from "../notify-after-typing.ts";
import { onOtherPrompt } from "./on-other-prompt.ts";

const quietMs = 80;

/** What a variant would send, as last known. */
export interface PreviewView {
  /** The newest answer; kept while the next one is under way and when a call fails. */
  preview: RunPreview | null;
  /** Why the newest call itself failed; a failing stage of a run is in `preview.error` instead. */
  error: AppError | null;
  /** The request the shown preview answers. */
  request: RunRequest | null;
}

export interface PreviewState {
  views: Record<string, PreviewView>;
  /** Asks for the preview of a request, unless it is the one already shown or asked for. */
  show(variantId: string, request: RunRequest): void;
  /** Forgets what was asked, so that the next `show` asks again: the same request may now give something else. */
  reset(): void;
}

interface Asked {
  body: string;
  timer: ReturnType<typeof setTimeout>;
  abort: AbortController;
}

const empty: PreviewView = { preview: null, error: null, request: null };
const asked = new Map<string, Asked>();

/** Pictures by a number of their own: writing them out to compare requests would take long at every keystroke. */
const numbers = new Map<string, number>();

function keyOf(request: RunRequest): string {
  return JSON.stringify(request, (_key, item: unknown) => {
    if (typeof item !== "string" || !isLongPicture(item)) return item;
    const number = numbers.get(item) ?? numbers.size;
    numbers.set(item, number);
    return `\u0001picture ${number}`;
  });
}

export const usePreview = create<PreviewState>()((set, get) => {
  const put = (variantId: string, change: Partial<PreviewView>): void =>
    set({ views: { ...get().views, [variantId]: { ...(get().views[variantId] ?? empty), ...change } } });

  const ask = async (variantId: string, request: RunRequest, signal: AbortSignal): Promise<void> => {
    try {
      const preview = await engineClient().call("run.preview", request, { signal });
      if (signal.aborted) return;
      put(variantId, { preview, error: null, request });
      void count(variantId, preview, signal);
    } catch (thrown) {
      if (!signal.aborted) put(variantId, { error: asAppError(thrown) });
    }
  };

  /** Puts the count in the place of the first figure; where there is none, that one stays. */
  const count = async (variantId: string, preview: RunPreview, signal: AbortSignal): Promise<void> => {
    const countId = preview.tokenEstimate?.countId;
    if (countId === undefined) return;
    const tokenEstimate = await engineClient()
      .call("run.countTokens", { countId }, { signal })
      .catch(() => null);
    if (tokenEstimate && !signal.aborted) put(variantId, { preview: { ...preview, tokenEstimate } });
  };

  return {
    views: {},
    show(variantId, request) {
      const body = keyOf(request);
      const before = asked.get(variantId);
      if (before?.body === body) return;
      clearTimeout(before?.timer);
      before?.abort.abort();
      const abort = new AbortController();
      const now: Asked = { body, abort, timer: setTimeout(() => askOrWait(), before ? quietMs : 0) };
      // A long text and its answer take longer than a frame: who types on is shown a newer one soon.
      const askOrWait = (): void => {
        if (isTypedOn()) now.timer = setTimeout(askOrWait, quietMs);
        else void ask(variantId, request, abort.signal);
      };
      asked.set(variantId, now);
    },
    reset() {
      for (const before of asked.values()) before.body = "";
    },
  };
});

onOtherPrompt(() => {
  for (const { timer, abort } of asked.values()) {
    clearTimeout(timer);
    abort.abort();
  }
  asked.clear();
  usePreview.setState({ views: {} });
});
