import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Colours are the window's tokens: custom properties reach into a shadow root, so a theme needs no second editor. */
const look = EditorView.theme({
  "&": { color: "var(--text)", fontSize: "12px", backgroundColor: "transparent" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "var(--font-mono)",
    fontVariantLigatures: "none",
    lineHeight: "1.6",
    // Lines wrap: a box that could scroll would be a layer of its own, drawn with every frame, for each text.
    overflowX: "visible",
  },
  ".cm-content": { padding: "2px 0 4px", caretColor: "var(--text)" },
  // Each line goes the way its own letters go.
  ".cm-line": { padding: "0 8px 0 18px", textAlign: "start", unicodeBidi: "plaintext" },
  ".cm-cursor": { borderLeftColor: "var(--text)" },
  ".cm-placeholder": { color: "var(--faint)" },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    background: "color-mix(in srgb, var(--accent) 28%, transparent)",
  },
  ".cm-variable, .cm-unset, .cm-reference, .cm-unknown": {
    padding: "1px 2px",
    borderRadius: "4px",
    background: "var(--variable-tint)",
    color: "var(--variable)",
  },
  // Square: dashes around corners are drawn as a path each, dearer with every key than all the text beside them.
  // And as high as the text: those of two lines would meet.
  ".cm-unset": { padding: "0 2px", borderRadius: "0", background: "none", outline: "1px dashed var(--warn)" },
  ".cm-reference": { background: "var(--accent-tint)", color: "var(--accent)" },
  ".cm-unknown": {
    padding: "0 2px",
    borderRadius: "0",
    background: "none",
    color: "var(--bad)",
    outline: "1px dashed var(--bad)",
  },
  ".cm-unseen": {
    padding: "0 3px",
    borderRadius: "4px",
    background: "color-mix(in srgb, var(--bad) var(--tint), transparent)",
    color: "var(--bad)",
    fontSize: "10px",
  },
  ".cm-found": {
    borderRadius: "3px",
    background: "color-mix(in srgb, var(--accent) 34%, transparent)",
    outline: "1px solid var(--accent)",
  },
  ".cm-added": { position: "relative", background: "color-mix(in srgb, var(--ok) var(--tint-panel), transparent)" },
  ".cm-added::before": { content: '"+"', position: "absolute", left: "6px", color: "var(--ok)" },
  ".cm-removed": {
    position: "relative",
    padding: "0 8px 0 18px",
    overflow: "hidden",
    color: "var(--bad)",
    fontSize: "10px",
    lineHeight: "1.4",
    textDecoration: "line-through",
    textOverflow: "ellipsis",
    whiteSpace: "nowrap",
  },
  ".cm-removed::before": { content: '"−"', position: "absolute", left: "6px" },
  ".cm-tooltip": {
    border: "1px solid var(--line-strong)",
    borderRadius: "var(--radius)",
    background: "var(--raised)",
    boxShadow: "var(--shadow)",
    color: "var(--text)",
  },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--font-mono)", maxHeight: "200px" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--hover)", color: "var(--text)" },
  ".cm-completionDetail": { color: "var(--muted)", fontStyle: "normal" },
});

const json = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--accent)" },
  { tag: tags.string, color: "var(--ok)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--warn)" },
  { tag: tags.punctuation, color: "var(--muted)" },
]);

export const codeTheme: Extension = [look, syntaxHighlighting(json)];
