import { type Extension, type Range, RangeSet, StateEffect, StateField } from "@codemirror/state";
import { Decoration, type DecorationSet, EditorView, ViewPlugin, type ViewUpdate, WidgetType } from "@codemirror/view";
import type { CodeToken, LineMarks } from "./code-marks.ts";

export const refreshTokens = StateEffect.define<null>();

/** Draws tokens in what is in sight, by whole lines: a long text costs no more than a short one. */
export function drawTokens(tokensOf: (text: string) => CodeToken[]): Extension {
  const draw = (view: EditorView): DecorationSet => {
    const ranges: Range<Decoration>[] = [];
    for (const { from, to } of view.visibleRanges) {
      const { from: start } = view.state.doc.lineAt(from);
      for (const token of tokensOf(view.state.sliceDoc(start, to))) {
        if (token.to > token.from) ranges.push(markOf(token).range(start + token.from, start + token.to));
      }
    }
    return Decoration.set(ranges, true);
  };
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;
      constructor(view: EditorView) {
        this.decorations = draw(view);
      }
      update({ view, docChanged, viewportChanged, transactions }: ViewUpdate) {
        const isAsked = transactions.some(({ effects }) => effects.some((effect) => effect.is(refreshTokens)));
        if (docChanged || viewportChanged || isAsked) this.decorations = draw(view);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}

const linkAttribute = "data-link";

/** Drawn anew at every key, tokens that say the same are the same object: the editor then compares nothing else. */
const marks = new Map<string, Decoration>();
const mostMarks = 500;

function markOf({ kind, title, link }: CodeToken): Decoration {
  const key = JSON.stringify([kind, title, link]);
  const known = marks.get(key);
  if (known) return known;
  const attributes = {
    ...(title === undefined ? {} : { title }),
    ...(link === undefined ? {} : { [linkAttribute]: link }),
  };
  const mark = Decoration.mark({ class: `cm-${kind}`, attributes });
  if (marks.size >= mostMarks) marks.clear();
  marks.set(key, mark);
  return mark;
}

/** A click with Ctrl or ⌘ opens the link of a token, as editors do; a plain one puts the cursor there. */
export function openLinks(open: (link: string) => void): Extension {
  return EditorView.domEventHandlers({
    mousedown({ target, ctrlKey, metaKey }) {
      if (!(ctrlKey || metaKey) || !(target instanceof Element)) return false;
      const link = target.closest(`[${linkAttribute}]`)?.getAttribute(linkAttribute);
      if (link == null) return false;
      open(link);
      return true;
    },
  });
}

class RemovedLine extends WidgetType {
  readonly text: string;
  constructor(text: string) {
    super();
    this.text = text;
  }
  override eq(other: RemovedLine): boolean {
    return other.text === this.text;
  }
  toDOM(): HTMLElement {
    const line = document.createElement("div");
    line.className = "cm-removed";
    line.textContent = this.text === "" ? " " : this.text;
    line.setAttribute("aria-label", `Removed line: ${this.text}`);
    return line;
  }
  /** A click on it puts the cursor beside it: the text would lose the focus to nothing. */
  override ignoreEvent(): boolean {
    return false;
  }
}

export const setFound = StateEffect.define<{ from: number; to: number } | null>();

/** The place that a search is at, which has not the focus while one searches on. */
export const foundPlace: Extension = StateField.define<DecorationSet>({
  create: () => RangeSet.empty,
  update(before, { changes, effects, newDoc }) {
    const asked = effects.findLast((effect) => effect.is(setFound));
    if (!asked) return before.map(changes);
    const place = asked.value as { from: number; to: number } | null;
    const to = Math.min(place?.to ?? 0, newDoc.length);
    if (!place || place.from >= to) return RangeSet.empty;
    return Decoration.set(Decoration.mark({ class: "cm-found" }).range(place.from, to));
  },
  provide: (field) => EditorView.decorations.from(field),
});

export const setMarks = StateEffect.define<LineMarks>();

/** Marks of lines. Between two of them they move along with the text. */
export const lineMarks: Extension = StateField.define<DecorationSet>({
  create: () => RangeSet.empty,
  update(before, { changes, effects, newDoc }) {
    const asked = effects.findLast((effect) => effect.is(setMarks));
    if (!asked) return before.map(changes);
    const { added, removed } = asked.value as LineMarks;
    const lines = added
      .filter((line) => line <= newDoc.lines)
      .map((line) => Decoration.line({ class: "cm-added" }).range(newDoc.line(line).from));
    const gone = removed.map(({ before: line, text }) => {
      const isEnd = line > newDoc.lines;
      const at = isEnd ? newDoc.length : newDoc.line(line).from;
      const widget = new RemovedLine(text);
      return Decoration.widget({ widget, block: true, side: isEnd ? 1 : -1 }).range(at);
    });
    return Decoration.set([...lines, ...gone], true);
  },
  provide: (field) => EditorView.decorations.from(field),
});
