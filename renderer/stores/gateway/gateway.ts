import { newestWithin } from "@shared/domain/bounded-list.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { ConfigProblem } from "@shared/domain/gateway/config-problem.ts";
import {
  defaultGatewayOptions,
  type GatewayCallRow,
  type GatewayEvent,
  type GatewayOptions,
  type GatewayStatus,
} from "@shared/domain/gateway/gateway.ts";
import { weighJson } from "@shared/domain/json/json-weight.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { create } from "zustand";
import { useApp } from "../app.ts";
import { asAppError, engineClient } from "../client.ts";
import { useDraft } from "../draft/draft.ts";
import { isSetUp, letterAt } from "../draft/variant-list.ts";
import { useHistory } from "../history/history.ts";
import { openRun } from "../run/open-run.ts";
import { buildRunRequest } from "../run/run-request.ts";
import { useSettings } from "../settings/settings.ts";
import { withCalls } from "./gateway-calls.ts";
import { nothingReplaced, stepBack, stepForward, type TextHistory, withReplaced } from "./text-history.ts";

/** Typing pauses this long before the text is checked and kept. */
const quietMs = 350;
const retryMs = 3_000;
const keptLines = { items: 1_000, bytes: 8 * 1_048_576 };

/** The gateway: its config as it is typed, what is wrong with it, whether it runs, and what came through it. */
export interface GatewayState {
  /** Null until the engine has told. */
  status: GatewayStatus | null;
  /** Null until the kept config was read. */
  text: string | null;
  options: GatewayOptions;
  problems: ConfigProblem[];
  /** `drift`: the prompts in Langfuse are being looked at. */
  checking: "no" | "file" | "drift";
  /** The last look at the text also looked at its prompts as they are. */
  checkedPrompts: boolean;
  /** Why the last start, stop or change failed. */
  error: AppError | null;
  /** What an export has to say. */
  notes: string[];
  /** Texts that were replaced, and what replaced the last of them, until the person has seen it. */
  replaced: TextHistory;
  replacedBy: string | null;
  /** Newest first. */
  calls: GatewayCallRow[];
  lines: string[];
  chosen: string | null;
  /** The chosen call, whole. */
  record: RunRecord | null;
  /** The call that is being opened in the playground: its prompt is looked for. */
  opening: string | null;
  load(): Promise<void>;
  /** Hears the engine until the signal is aborted; a broken connection is taken up again. */
  follow(signal: AbortSignal): Promise<void>;
  /** Changes the text; it is checked and kept after a pause in typing. */
  setText(text: string): void;
  /**
   * Puts another text in its place, which is looked at thoroughly and kept at once. The one before can be brought back.
   * @param by what the text is now, for the person: `config.yaml is now …`.
   */
  replaceText(text: string, by: string): Promise<void>;
  /** Brings back the text before the last replacement, or takes that back again. */
  undoReplace(): Promise<void>;
  redoReplace(): Promise<void>;
  setOptions(change: Partial<GatewayOptions>): void;
  /** Checks the text, against the prompts as they are now too when `drift`. */
  check(drift: boolean): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** What is set up in the playground as a config; null when there is nothing to write, and why is in the notes. */
  exportPlayground(): Promise<string | null>;
  choose(runId: string | null): Promise<void>;
  /**
   * Opens a call in the playground, with its prompt and its values as far as they can be told. Choosing or opening
   * another one gives it up.
   */
  openCall(runId: string, open?: (record: RunRecord, note?: string) => unknown): Promise<AppError | null>;
  forgetNotes(): void;
  /** The notice goes; the text can still be brought back. */
  forgetReplaced(): void;
}

let typing: ReturnType<typeof setTimeout> | undefined;
let checks = new AbortController();
let opening = new AbortController();
let telling: ReturnType<typeof setTimeout> | undefined;

export const useGateway = create<GatewayState>()((set, get) => {
  const take = (event: GatewayEvent): void => {
    if (event.type === "status") set({ status: event.status });
    else if (event.type === "debug")
      set({ lines: newestWithin([...get().lines, ...event.lines], keptLines, weighJson) });
    else {
      set({ calls: withCalls(get().calls, event.calls) });
      tellHistory();
      const { chosen } = get();
      if (chosen !== null && event.calls.some(({ runId }) => runId === chosen)) void loadRecord(chosen);
    }
  };

  const listen = async (signal: AbortSignal): Promise<void> => {
    for await (const event of engineClient().stream("gateway.events", {}, { signal })) take(event);
  };

  const loadRecord = async (runId: string): Promise<void> => {
    try {
      const record = await engineClient().call("run.get", { runId });
      if (get().chosen === runId) set({ record });
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    }
  };

  /** Does something of the engine's; what it refuses is told. */
  const act = async (work: () => Promise<void>): Promise<void> => {
    set({ error: null });
    try {
      await work();
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    }
  };

  /** A text with a key in it is not kept; the list of problems says so. */
  const keep = async (): Promise<void> => {
    const { text, options, problems } = get();
    if (text === null || problems.some(({ code }) => code === "key_written_out")) return;
    await engineClient().call("gateway.config.save", { text, options });
  };

  const put = async (replaced: TextHistory | null): Promise<void> => {
    if (replaced === null) return;
    clearTimeout(typing);
    set({ replaced, text: replaced.put });
    await get().check(true);
    await act(keep);
  };

  const checkAndKeep = (): void => {
    clearTimeout(typing);
    typing = setTimeout(
      () =>
        void get()
          .check(false)
          .then(() => act(keep)),
      quietMs,
    );
  };

  return {
    status: null,
    text: null,
    options: defaultGatewayOptions,
    problems: [],
    checking: "no",
    checkedPrompts: false,
    error: null,
    notes: [],
    replaced: nothingReplaced,
    replacedBy: null,
    calls: [],
    lines: [],
    chosen: null,
    record: null,
    opening: null,

    load: () =>
      act(async () => {
        if (get().text !== null) return;
        const { text, options } = await engineClient().call("gateway.config.get", {});
        set({ text, options });
        if (text !== "") await get().check(true);
      }),

    async follow(signal) {
      while (!signal.aborted) {
        try {
          await listen(signal);
        } catch (thrown) {
          if (!signal.aborted) console.warn("The gateway is not heard:", asAppError(thrown).message);
        }
        if (!signal.aborted) await pause(retryMs, signal);
      }
    },

    setText(text) {
      set({ text });
      checkAndKeep();
    },
    async replaceText(text, by) {
      const { replaced, text: before } = get();
      const next = withReplaced(replaced, before ?? "", text);
      set({ replacedBy: next.before === replaced.before ? null : by });
      await put(next);
    },
    async undoReplace() {
      set({ replacedBy: null, notes: [] });
      await put(stepBack(get().replaced, get().text ?? ""));
    },
    redoReplace: () => put(stepForward(get().replaced, get().text ?? "")),
    setOptions(change) {
      const { model, promptId, ...rest } = { ...get().options, ...change };
      set({ options: { ...rest, ...(model ? { model } : {}), ...(model && promptId ? { promptId } : {}) } });
      checkAndKeep();
    },

    async check(drift) {
      const { text } = get();
      checks.abort();
      checks = new AbortController();
      const { signal } = checks;
      if (text === null || text.trim() === "") {
        set({ problems: [], checking: "no" });
        return;
      }
      set({ checking: drift ? "drift" : "file" });
      try {
        const problems = await engineClient().call("gateway.check", { text, drift }, { signal });
        if (!signal.aborted) set({ problems, checking: "no", checkedPrompts: drift });
      } catch (thrown) {
        if (!signal.aborted) set({ error: asAppError(thrown), checking: "no" });
      }
    },

    start: () =>
      act(async () => {
        clearTimeout(typing);
        const { text, options } = get();
        void get().check(true);
        set({ status: await engineClient().call("gateway.start", { text: text ?? "", options }) });
      }),
    stop: () => act(async () => set({ status: await engineClient().call("gateway.stop", {}) })),

    async exportPlayground() {
      const { preferences } = useSettings.getState().settings ?? {};
      if (!preferences) return null;
      const { draft } = useDraft.getState();
      if (!isSetUp(draft)) {
        set({ notes: ["Nothing is set up in the playground yet: open a prompt there."] });
        return null;
      }
      let written: string | null = null;
      await act(async () => {
        const variants = draft.variants.map((variant, index) => ({
          name: variant.name ?? letterAt(index),
          request: buildRunRequest(draft, variant, preferences),
        }));
        const { text, notes } = await engineClient().call("gateway.export", { variants });
        set({ notes });
        if (text !== "") written = text;
      });
      return written;
    },

    async choose(runId) {
      opening.abort();
      set({ chosen: runId, record: null, opening: null });
      if (runId !== null) await loadRecord(runId);
    },

    async openCall(runId, open = openRun) {
      opening.abort();
      opening = new AbortController();
      const { signal } = opening;
      set({ opening: runId });
      try {
        const [{ request, note }, record] = await Promise.all([
          engineClient().call("gateway.recover", { runId }, { signal }),
          engineClient().call("run.get", { runId }, { signal }),
        ]);
        if (!signal.aborted) open({ ...record, request }, note);
        return null;
      } catch (thrown) {
        return signal.aborted ? null : asAppError(thrown);
      } finally {
        if (!signal.aborted) set({ opening: null });
      }
    },
    forgetNotes: () => set({ notes: [] }),
    forgetReplaced: () => set({ replacedBy: null }),
  };
});

/** The history keeps every call; what it shows follows, a few times a second at most. */
function tellHistory(): void {
  if (telling !== undefined) return;
  telling = setTimeout(() => {
    telling = undefined;
    const { loadStatus, refresh } = useHistory.getState();
    void loadStatus();
    if (useApp.getState().view === "history") void refresh();
  }, quietMs);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener(
      "abort",
      () => {
        clearTimeout(timer);
        resolve();
      },
      { once: true },
    );
  });
}
