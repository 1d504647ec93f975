import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  closeBrackets,
  completionKeymap,
  completionStatus,
  pickedCompletion,
  startCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { bracketMatching, indentUnit } from "@codemirror/language";
import { EditorState, type Extension, Transaction } from "@codemirror/state";
import { EditorView, keymap, tooltips } from "@codemirror/view";
import { drawTokens, foundPlace, lineMarks, openLinks, refreshTokens, setFound, setMarks } from "./code-decorations.ts";
import { type CodeCompletion, type CodeHandle, type CodeOptions, mostCharacters } from "./code-marks.ts";
import { codeTheme } from "./code-theme.ts";
import { showUnseen } from "./code-unseen.ts";

/**
 * Puts a CodeMirror editor into a shadow root. There it brings its styles as adopted sheets; in the document itself it
 * would write a style element, which the content security policy refuses. It keeps no undo of its own: undo goes over
 * everything that can be changed, and the owner has it.
 */
export function mountCode(root: ShadowRoot, options: CodeOptions): CodeHandle {
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({ doc: options.text, extensions: extensionsOf(options) }),
  });
  return {
    setText(text) {
      const changes = changeBetween(view.state.doc.toString(), text);
      if (!changes) return;
      const end = changes.from + changes.insert.length;
      view.dispatch({
        changes,
        selection: { anchor: end },
        annotations: Transaction.userEvent.of("given"),
        scrollIntoView: view.hasFocus,
      });
    },
    setMarks: (marks) => view.dispatch({ effects: setMarks.of(marks) }),
    refresh: () => view.dispatch({ effects: refreshTokens.of(null) }),
    show(place, inSight = true) {
      const { length } = view.state.doc;
      if (!place || place.from > length) view.dispatch({ effects: setFound.of(null) });
      else {
        const [from, to] = [place.from, Math.min(place.to, length)];
        const shown = inSight ? [EditorView.scrollIntoView(from, { y: "nearest", yMargin: 40 })] : [];
        view.dispatch({ selection: { anchor: from, head: to }, effects: [setFound.of({ from, to }), ...shown] });
      }
    },
    focus(at, to = at) {
      if (at !== undefined && to !== undefined) {
        const { length } = view.state.doc;
        const selection = { anchor: Math.min(at, length), head: Math.min(to, length) };
        view.dispatch({ selection, effects: EditorView.scrollIntoView(selection.head) });
      }
      view.focus();
    },
    destroy: () => view.destroy(),
  };
}

function extensionsOf(options: CodeOptions): Extension[] {
  const { language, onChange, onUndo, onRedo, onMove, onFind, onLeave, onFocus, onOpen } = options;
  const act = (run: (() => void) | undefined) => () => {
    run?.();
    return run !== undefined;
  };
  return [
    keymap.of([
      { key: "Mod-z", run: act(onUndo), preventDefault: true },
      { key: "Mod-y", run: act(onRedo), preventDefault: true },
      { key: "Mod-Shift-z", run: act(onRedo), preventDefault: true },
      { key: "Alt-ArrowUp", run: act(onMove && (() => onMove(-1))) },
      { key: "Alt-ArrowDown", run: act(onMove && (() => onMove(1))) },
      { key: "Mod-f", run: act(onFind) },
      ...completionKeymap,
      { key: "Escape", run: act(onLeave) },
      ...defaultKeymap,
    ]),
    // By itself it would set a timer, ask and draw anew with every key; there is something to complete at few of them.
    autocompletion({ override: [completions(options)], icons: false, activateOnTyping: false }),
    tooltips({ position: "fixed" }),
    EditorView.lineWrapping,
    showUnseen,
    EditorView.contentAttributes.of(() => ({
      "aria-label": options.label,
      "aria-multiline": "true",
      spellcheck: "false",
    })),
    EditorView.updateListener.of(({ docChanged, transactions, state, focusChanged, view }) => {
      const own = transactions.some((transaction) => transaction.docChanged && !transaction.isUserEvent("given"));
      if (docChanged && own) onChange(state.doc.toString());
      if (focusChanged && view.hasFocus) onFocus?.();
      const isTyped = transactions.some((transaction) => transaction.isUserEvent("input.type"));
      if (isTyped && completionStatus(state) === null && completes(options, state)) startCompletion(view);
    }),
    EditorState.changeFilter.of((transaction) => !isTooLong(transaction, options)),
    drawTokens(options.tokensOf),
    ...(onOpen ? [openLinks(onOpen)] : []),
    lineMarks,
    foundPlace,
    codeTheme,
    // What is stored keeps its line ends: CodeMirror would join \r\n to \n, and every line would count as changed.
    EditorState.lineSeparator.of("\n"),
    ...(language === "json" ? [json(), bracketMatching(), closeBrackets(), indentUnit.of("  ")] : []),
  ];
}

/** What makes a text shorter is taken, and what the owner gives. */
function isTooLong(transaction: Transaction, { onTooLong }: CodeOptions): boolean {
  const { length, newLength } = transaction.changes;
  if (newLength <= mostCharacters || newLength <= length || transaction.isUserEvent("given")) return false;
  onTooLong(newLength);
  return true;
}

function completions({ complete }: CodeOptions): (context: CompletionContext) => CompletionResult | null {
  return ({ pos, state }) => {
    const line = state.doc.lineAt(pos);
    const found = complete(state.sliceDoc(line.from, pos));
    if (found === null) return null;
    const options = found.options.map((option) => ({ ...option, apply: putIn(option) }));
    return { from: line.from + found.from, options, filter: true };
  };
}

function completes({ complete }: CodeOptions, { doc, selection }: EditorState): boolean {
  const { head } = selection.main;
  const { from, text } = doc.lineAt(head);
  return complete(text.slice(0, head - from)) !== null;
}

/** Puts a completion in; what it would end with and stands there already, as a bracket closed by itself, is not doubled. */
function putIn({ label, apply = label }: CodeCompletion) {
  const ending = apply.startsWith(label) ? apply.slice(label.length) : "";
  return (view: EditorView, completion: Completion, from: number, to: number) => {
    const after = view.state.sliceDoc(to, to + ending.length);
    let there = 0;
    while (there < ending.length && after[there] === ending[there]) there++;
    view.dispatch({
      changes: { from, to: to + there, insert: apply },
      selection: { anchor: from + apply.length },
      annotations: [pickedCompletion.of(completion), Transaction.userEvent.of("input.complete")],
    });
  };
}

/** The one stretch in which two texts differ: the cursor and marks around it stay where they are. */
function changeBetween(before: string, after: string): { from: number; to: number; insert: string } | undefined {
  if (before === after) return undefined;
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  return { from: start, to: before.length - tail, insert: after.slice(start, after.length - tail) };
}
