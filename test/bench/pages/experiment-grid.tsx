import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import type { GridColumns, GridView } from "@shared/domain/experiment/grid.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { createGridIndex } from "../../../electron/engine/experiments/live/grid-index.ts";
import { createGridViews, type GridViews } from "../../../electron/engine/experiments/live/grid-view.ts";
import { ExperimentGrid } from "../../../renderer/features/experiments/grid/ExperimentGrid.tsx";
import { GridRowView } from "../../../renderer/features/experiments/grid/GridRowView.tsx";
import { gridSize } from "../../../renderer/features/experiments/grid/grid-size.ts";
import { createGridStore } from "../../../renderer/stores/experiments/grid-store.ts";
import "../../../renderer/theme.css";

declare global {
  interface Window {
    /** Renders the product's grid of so many rows; milliseconds until answers were painted. */
    renderGrid(rows: number): Promise<number>;
    /** The same rows, every one of them in the document. */
    renderWhole(rows: number): Promise<number>;
    /** Scrolls the grid by a screen a step; milliseconds from each step to the frame that shows its answers. */
    scrollGrid(steps: number): Promise<number[]>;
    /** Milliseconds of frames in which nothing is scrolled. */
    idleFrames(count: number): Promise<number[]>;
    /** Milliseconds a row of sorting so many rows and giving the first page. */
    sortGrid(rows: number): Promise<number>;
  }
}

const variants = ["A", "B", "C"];
const checks = 4;
const request: RunRequest = {
  prompt: null,
  variables: {},
  placeholders: {},
  compileMode: "python",
  clientMessages: [],
  clientMessagesMode: "replace",
  model: "gpt-4o-mini",
  modelOverride: null,
  parameters: {},
  overrides: {},
  stream: false,
};

function specOf(rows: number): ExperimentSpec {
  return {
    title: "grid",
    base: "A",
    repetitions: 1,
    seed: 1,
    verdict: { score: "pass", delta: 0.02, alpha: 0.05 },
    limits: {},
    gates: [],
    variants: variants.map((name) => ({ name, model: "gpt-4o-mini", request })),
    checks: [],
    rows: Array.from({ length: rows }, (_, index) => ({
      id: `r${index}`,
      variables: { ticket: `I was charged twice for order #${index} on 3 November and nobody answers.` },
      placeholders: {},
      facet: `kind ${index % 7}`,
    })),
  };
}

/** What the engine has of an experiment, all answers in. */
function viewsOf(rows: number): GridViews {
  const spec = specOf(rows);
  const index = createGridIndex(spec);
  for (const [at, { id }] of spec.rows.entries()) {
    for (const [column, variant] of variants.entries()) {
      const place = { row: id, variant, repetition: 0 };
      const passed = (at + column) % 9 !== 0;
      index.set(place, {
        excerpt: `Hi Ayşe, I’m sorry about the double charge on order #${at}, and that your first message went unanswered.`,
        result: {
          ...place,
          runId: `run-${at}-${column}`,
          standing: "done",
          passed,
          scores: Array.from({ length: checks }, (_, check) => ({
            name: `check ${check}`,
            value: passed || check !== 1,
            passed: passed || check !== 1,
            reason: "",
          })),
          latencyMs: (at * 7919 + column * 211) % 5_000,
          tokens: 80 + (at % 60),
          costUsd: 0.0001,
        },
      });
    }
  }
  return createGridViews(index, { judged: new Set(), findAnswers: async () => [] });
}

function columnsOf(rows: number): GridColumns {
  return {
    variants: variants.map((name) => ({ name, model: "gpt-4o-mini", prompt: "v31" })),
    base: "A",
    repetitions: 1,
    scores: Array.from({ length: checks }, (_, index) => ({ name: `check ${index}`, judged: false, gates: true })),
    rows,
    hasGroups: false,
    hasFacets: true,
  };
}

const byNumber: GridView = { filter: { kind: "all" }, sort: { by: "row", descending: false } };
const frame = () => new Promise<number>((resolve) => requestAnimationFrame(resolve));
const rootElement = () => {
  const element = document.getElementById("root");
  if (!element) throw new Error("no root");
  return element;
};

/** Whether the middle of what is in sight shows a row with its answers. */
function isShown(): boolean {
  const { left, top, width, height } = rootElement().getBoundingClientRect();
  const row = document.elementFromPoint(left + width / 2, top + height / 2)?.closest("[data-index]");
  return row !== null && row !== undefined && row.querySelectorAll("[data-place]").length === variants.length;
}

window.renderGrid = async (rows) => {
  const views = viewsOf(rows);
  const store = createGridStore({ page: views.page });
  const nothing = () => {};
  const before = performance.now();
  flushSync(() =>
    createRoot(rootElement()).render(
      <ExperimentGrid
        store={store}
        columns={columnsOf(rows)}
        isOver={false}
        head={(variant) => variants[variant]}
        isOpen={false}
        onOpen={nothing}
        onClose={nothing}
      />,
    ),
  );
  while (!isShown()) await frame();
  // The frame after it comes when that one has been painted.
  await frame();
  return performance.now() - before;
};

window.renderWhole = async (rows) => {
  const { rows: all } = await viewsOf(rows).page(byNumber, 0, rows);
  const columns = columnsOf(rows);
  const size = gridSize(1_392, variants.length, checks);
  const before = performance.now();
  flushSync(() =>
    createRoot(rootElement()).render(
      <div style={{ position: "relative", overflow: "auto", height: "100%" }}>
        {all.map((row, index) => (
          <GridRowView
            key={row.id}
            row={row}
            index={index}
            size={size}
            columns={columns}
            isOver={false}
            first={0}
            last={variants.length - 1}
            active={null}
          />
        ))}
      </div>,
    ),
  );
  while (!isShown()) await frame();
  await frame();
  return performance.now() - before;
};

window.scrollGrid = async (steps) => {
  const grid = document.querySelector("[role=grid]");
  if (!grid) throw new Error("no grid");
  const lags: number[] = [];
  for (let step = 0; step < steps; step += 1) {
    const from = await frame();
    grid.scrollTop += 600;
    let now = from;
    do now = await frame();
    while (!isShown());
    lags.push(now - from);
  }
  return lags;
};

window.idleFrames = async (count) => {
  const frames: number[] = [];
  for (let one = 0; one < count; one += 1) {
    const from = await frame();
    let now = from;
    do now = await frame();
    while (!isShown());
    frames.push(now - from);
  }
  return frames;
};

window.sortGrid = async (rows) => {
  const views = viewsOf(rows);
  const sorts = ["latency", "tokens", "answer", "input", "facet"] as const;
  let [spent, count] = [0, 0];
  // So many that a few rows are timed as well as many.
  for (let round = 0; round < Math.max(1, Math.floor(30_000 / rows)); round += 1) {
    for (const by of sorts) {
      for (const descending of [true, false]) {
        const before = performance.now();
        await views.page({ filter: { kind: "all" }, sort: { by, descending } }, 0, 60);
        spent += performance.now() - before;
        count += 1;
      }
    }
  }
  return spent / count / rows;
};
