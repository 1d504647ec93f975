import { emptyDraft } from "@shared/domain/prompt/empty-draft.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import type { RunRecord, RunRequest } from "@shared/domain/run/run.ts";
import { useLayoutEffect, useState } from "react";
import { createRoot } from "react-dom/client";
import Markdown from "react-markdown";
import remarkGfm from "remark-gfm";
import type { ApiClient } from "../../../renderer/client/client.ts";
import { OutputTab } from "../../../renderer/features/playground/variants/OutputTab.tsx";
import { initStores } from "../../../renderer/stores/client.ts";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { useRuns } from "../../../renderer/stores/run/runs.ts";
import type { TokenOrder, Tokens } from "./token-source.ts";
import "../../../renderer/theme.css";

/** What a stream into all panes showed. */
export interface PanesShown {
  characters: number;
  /** Milliseconds from a token to the frame that shows it, 99th percentile. */
  lagP99: number;
  longTasks: number;
}

declare global {
  interface Window {
    streamPanes(seconds: number): Promise<PanesShown>;
  }
}

const asked = new URLSearchParams(location.search);
const panes = Number(asked.get("panes"));
const tokensPerSecond = 200;
/** As the engine's log of a run gathers them. */
const gatherMs = 16;
const isOurs = asked.has("ours");

const source = new Worker(new URL("./token-source.ts", import.meta.url), { type: "module" });
const listeners = new Set<(tokens: Tokens) => void>();
source.onmessage = ({ data }: MessageEvent<Tokens>) => {
  for (const listener of listeners) listener(data);
};

/** Characters each pane has committed to the document. */
const shown = Array.from({ length: panes }, () => 0);
// The window has loaded it by the time that anybody runs anything.
if (isOurs) await import("../../../renderer/features/playground/text/MarkdownBlock.tsx");
const root = document.getElementById("root");
if (!root) throw new Error("no root");
root.style.cssText = "display: grid; grid-template-columns: repeat(4, 1fr); grid-auto-rows: 400px; gap: 8px";
let runs = Promise.resolve();
const prompt = { library: "demo" as const, name: "bench" };

if (isOurs) {
  const variants = Array.from({ length: panes }, (_, pane) => ({
    id: `v${pane}`,
    modelOverride: null,
    parameters: {},
  }));
  initStores(engineStandIn());
  useDraft.setState({
    draft: { ...emptyDraft, openPrompt: prompt, variants, layout: { markdown: true } },
    loaded: true,
  });
  createRoot(root).render(variants.map((variant, pane) => <OurPane key={variant.id} variant={variant} pane={pane} />));
  runs = Promise.all(variants.map(({ id }) => useRuns.getState().start(id, request()))).then(() => undefined);
} else {
  createRoot(root).render(Array.from({ length: panes }, (_, pane) => <NaivePane key={String(pane)} pane={pane} />));
}

function OurPane({ variant, pane }: { variant: Parameters<typeof OutputTab>[0]["variant"]; pane: number }) {
  const length = useRuns((state) => state.runs[variant.id]?.output.text.length ?? 0);
  useLayoutEffect(() => {
    shown[pane] = length;
  }, [length, pane]);
  return (
    <div style={{ display: "flex", flexDirection: "column", minHeight: 0 }}>
      <OutputTab variant={variant} />
    </div>
  );
}

/** What one writes first: a state set for every token, the whole text parsed again, scrolled to its end. */
function NaivePane({ pane }: { pane: number }) {
  const [text, setText] = useState("");
  const [box, setBox] = useState<HTMLDivElement | null>(null);
  useLayoutEffect(() => {
    const listen = (tokens: Tokens) => {
      if (tokens.pane === pane) setText((before) => before + tokens.text);
    };
    listeners.add(listen);
    return () => void listeners.delete(listen);
  }, [pane]);
  useLayoutEffect(() => {
    shown[pane] = text.length;
    if (box) box.scrollTop = box.scrollHeight;
  }, [text, pane, box]);
  return (
    <div ref={setBox} style={{ overflow: "auto" }}>
      <Markdown remarkPlugins={[remarkGfm]}>{text}</Markdown>
    </div>
  );
}

/** Answers the calls a run makes; its events are the tokens of the worker. */
function engineStandIn(): ApiClient {
  async function* events() {
    const queue: Tokens[] = [];
    let wake = () => {};
    listeners.add((tokens) => {
      queue.push(tokens);
      wake();
    });
    const open = new Set(shown.keys());
    for (let seq = 0; open.size > 0; ) {
      const tokens = queue.shift();
      if (!tokens) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      const runId = `v${tokens.pane}`;
      yield { runId, seq: seq++, event: { type: "text", at: seq, text: tokens.text } };
      if (!tokens.last) continue;
      open.delete(tokens.pane);
      const outcome = { kind: "completed", finishReason: "stop" };
      yield {
        runId,
        seq: seq++,
        event: { type: "end", at: seq, outcome, metrics: { totalMs: 1, usage: {}, attempts: 1 } },
      };
    }
  }
  let started = 0;
  const call = async (name: string, input: unknown) => {
    if (name === "run.start") return { runId: `v${started++}` };
    if (name === "run.get") return recordOf((input as { runId: string }).runId);
    return {};
  };
  return { call, stream: () => events() } as unknown as ApiClient;
}

function request(): RunRequest {
  return {
    ...emptyRequest,
    prompt,
    model: "bench",
    stream: true,
  };
}

function recordOf(id: string): RunRecord {
  const record = {
    id,
    sequence: 1,
    startedAt: 0,
    state: "running" as const,
    kind: "generate" as const,
    request: request(),
    exchanges: [],
  };
  return { ...record, output: emptyOutput(), warnings: [] };
}

window.streamPanes = async (seconds) => {
  const nextFrame = () => new Promise(requestAnimationFrame);
  while (listeners.size === 0) await nextFrame();
  let longTasks = 0;
  const observer = new PerformanceObserver((list) => {
    longTasks += list.getEntries().length;
  });
  observer.observe({ type: "longtask" });
  const waiting: { pane: number; time: number; length: number }[] = [];
  const lags: number[] = [];
  const ends = new Set<number>();
  listeners.add((tokens) => {
    tokens.times.forEach((time, index) => {
      waiting.push({ pane: tokens.pane, time, length: tokens.lengths[index] ?? 0 });
    });
    if (tokens.last) ends.add(tokens.pane);
  });
  const order: TokenOrder = { panes, tokensPerSecond, seconds, gatherMs: isOurs ? gatherMs : 0 };
  source.postMessage(order);
  const afterPaint = new MessageChannel();
  await new Promise<void>((resolve) => {
    // A message posted in a frame's callback arrives when the frame has been painted.
    afterPaint.port2.onmessage = () => {
      const now = performance.timeOrigin + performance.now();
      const later = waiting.filter(({ pane, time, length }) => {
        const isShown = (shown[pane] ?? 0) >= length;
        if (isShown) lags.push(now - time);
        return !isShown;
      });
      waiting.splice(0, waiting.length, ...later);
      if (ends.size === panes && waiting.length === 0) resolve();
    };
    const frame = () => {
      afterPaint.port1.postMessage(null);
      requestAnimationFrame(frame);
    };
    requestAnimationFrame(frame);
  });
  observer.disconnect();
  if (isOurs) await runs;
  lags.sort((a, b) => a - b);
  const characters = shown.reduce((sum, length) => sum + length, 0);
  return { characters, lagP99: lags[Math.floor(lags.length * 0.99)] ?? Number.NaN, longTasks };
};
