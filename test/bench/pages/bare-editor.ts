import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { longTemplate, manyMessages } from "../edited-prompts.ts";

/** A CodeMirror as one puts it on a page first: keys, undo, wrapped lines, and the whole prompt as its text. */
const root = document.getElementById("root");
if (!root) throw new Error("no root");
root.style.cssText = "width: 492px; height: 420px; overflow: auto";
const doc = location.search === "?long" ? longTemplate() : manyMessages().join("\n\n");
const extensions = [
  history(),
  keymap.of([...defaultKeymap, ...historyKeymap]),
  EditorView.lineWrapping,
  EditorView.contentAttributes.of({ "aria-label": "Text" }),
];
new EditorView({ parent: root, state: EditorState.create({ doc, extensions }) });
