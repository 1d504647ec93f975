import type { PromptList, PromptSummary } from "@shared/domain/prompt/prompt.ts";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { PromptTree } from "../../../renderer/features/library/PromptTree.tsx";
import { TreeRowView } from "../../../renderer/features/library/TreeRowView.tsx";
import { type TreeSection, treeRows } from "../../../renderer/stores/prompts/tree-sections.ts";
import "../../../renderer/theme.css";

declare global {
  interface Window {
    /** Renders the list and resolves with the milliseconds until it was laid out and painted. */
    renderList(): Promise<number>;
  }
}

const prompts: PromptSummary[] = Array.from({ length: 10_000 }, (_, index) => ({
  name: `team-${index % 40}/area-${index % 7}/prompt-${String(index).padStart(5, "0")}`,
  type: index % 3 === 0 ? "text" : "chat",
  versions: ["1", "2", String((index % 9) + 1)],
  labels: ["production", "latest"],
  tags: [`tag-${index % 11}`],
}));
const list: PromptList = { library: "langfuse", prompts, fetchedAt: 0, freshness: "network" };

const section: TreeSection = {
  key: "langfuse",
  place: { library: "langfuse" },
  label: "Langfuse",
  detail: "",
  isOpen: true,
  branch: null,
  canWrite: true,
  settings: "langfuse",
  list,
  loading: false,
  error: null,
};

/** The product's tree, all folders open as a filter opens them. */
function Ours() {
  return <PromptTree rows={treeRows([section], { filter: "prompt", expanded: {} })} />;
}

/** The same rows, every one of them in the document. */
function AllRows() {
  const rows = treeRows([section], { filter: "prompt", expanded: {} });
  return (
    <div role="tree" style={{ position: "relative", overflow: "auto", height: "100%" }}>
      {rows.map((row, index) => (
        <TreeRowView
          key={row.key}
          row={row}
          top={index * 28}
          active={false}
          state={null}
          selected={false}
          onActivate={() => {}}
        />
      ))}
    </div>
  );
}

window.renderList = () => {
  const element = document.getElementById("root");
  if (!element) throw new Error("no root");
  const root = createRoot(element);
  const before = performance.now();
  flushSync(() => root.render(location.search === "?ours" ? <Ours /> : <AllRows />));
  return new Promise((resolve) => {
    // Two frames: the first is asked for before the paint, the second comes after it.
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - before)));
  });
};
