import { json } from "@codemirror/lang-json";
import { MergeView, unifiedMergeView } from "@codemirror/merge";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { codeTheme } from "./code-theme.ts";
import { showUnseen } from "./code-unseen.ts";
import type { ComparedText } from "./MergeText.tsx";

/** Lines around a change that stay in sight, and how many equal ones are worth folding. */
const folding = { margin: 3, minSize: 8 };
/** Two long texts without anything in common are told as replaced. Milliseconds. */
const diffing = { scanLimit: 500, timeout: 500 };

/** Puts two texts beside each other, or as one with signs, into a shadow root; its styles are adopted sheets there. */
export function mountMerge(root: ShadowRoot, { before, after, language, isInline }: ComparedText): { destroy(): void } {
  const shared = [
    EditorState.readOnly.of(true),
    EditorState.lineSeparator.of("\n"),
    EditorView.lineWrapping,
    showUnseen,
    codeTheme,
    mergeTheme,
    ...(language === "json" ? [json()] : []),
  ];
  const named = (label: string): Extension => EditorView.contentAttributes.of({ "aria-label": label });
  if (isInline) {
    return new EditorView({
      root,
      parent: root,
      doc: after.text,
      extensions: [
        ...shared,
        named(`${before.label} and ${after.label}`),
        unifiedMergeView({
          original: before.text,
          mergeControls: false,
          gutter: false,
          collapseUnchanged: folding,
          diffConfig: diffing,
        }),
      ],
    });
  }
  return new MergeView({
    root,
    parent: root,
    a: { doc: before.text, extensions: [...shared, named(before.label)] },
    b: { doc: after.text, extensions: [...shared, named(after.label)] },
    gutter: false,
    collapseUnchanged: folding,
    diffConfig: diffing,
  });
}

const sign = (content: string, color: string) => ({
  content: `"${content}"`,
  position: "absolute",
  left: "6px",
  color: `var(--${color})`,
});

/** Colours come with signs. */
const mergeTheme = EditorView.theme({
  "&.cm-merge-a .cm-changedLine, .cm-deletedChunk .cm-deletedLine": {
    background: "color-mix(in srgb, var(--bad) var(--tint-panel), transparent)",
  },
  "&.cm-merge-b .cm-changedLine, .cm-inlineChangedLine, .cm-insertedLine": {
    background: "color-mix(in srgb, var(--ok) var(--tint-panel), transparent)",
  },
  "&.cm-merge-a .cm-changedText, .cm-deletedChunk .cm-deletedText": {
    background: "color-mix(in srgb, var(--bad) 26%, transparent)",
    textDecoration: "line-through",
    textDecorationThickness: "1px",
  },
  "&.cm-merge-b .cm-changedText": { background: "color-mix(in srgb, var(--ok) 26%, transparent)" },
  "&.cm-merge-a .cm-changedLine, &.cm-merge-b .cm-changedLine": { position: "relative" },
  "&.cm-merge-a .cm-changedLine::before": sign("−", "bad"),
  "&.cm-merge-b .cm-changedLine::before": sign("+", "ok"),
  ".cm-deletedChunk": { padding: "0", background: "none" },
  ".cm-deletedChunk .cm-deletedLine": { position: "relative", padding: "0 8px 0 18px" },
  ".cm-deletedChunk .cm-deletedLine::before": sign("−", "bad"),
  ".cm-collapsedLines": {
    padding: "2px 8px 2px 18px",
    background: "var(--raised)",
    color: "var(--muted)",
    fontSize: "11px",
  },
  // The signs it comes with are in no font of ours.
  ".cm-collapsedLines::before, .cm-collapsedLines::after": { content: '"⋯"', margin: "0 4px" },
});
