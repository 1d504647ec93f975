import type { ImportNote, ImportNoteCode } from "./imported-prompt.ts";

/** More of one kind are counted, not listed. */
const mostNotes = 60;

/** Gathers what is not taken, or taken in another form; the same sentence is said once. */
export interface ImportNotes {
  lost(code: ImportNoteCode, message: string): void;
  changed(code: ImportNoteCode, message: string): void;
  all(): ImportNote[];
}

export function createNotes(): ImportNotes {
  const notes = new Map<string, ImportNote>();
  let left = 0;
  const add = (note: ImportNote) => {
    if (notes.size < mostNotes || notes.has(note.message)) notes.set(note.message, note);
    else left += 1;
  };
  return {
    lost: (code, message) => add({ code, kind: "lost", message }),
    changed: (code, message) => add({ code, kind: "changed", message }),
    all() {
      const found = [...notes.values()];
      // What is lost comes first: it is what a person has to decide about.
      const sorted = [...found.filter(({ kind }) => kind === "lost"), ...found.filter(({ kind }) => kind !== "lost")];
      if (left === 0) return sorted;
      return [
        ...sorted,
        { code: "content_not_taken", kind: "lost", message: `${left} more places are not taken as they are.` },
      ];
    },
  };
}

/** A text as a note shows it. */
export function shortText(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
