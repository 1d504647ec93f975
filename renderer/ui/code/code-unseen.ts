import type { Extension } from "@codemirror/state";
import { highlightSpecialChars } from "@codemirror/view";

/**
 * Characters that a reader cannot see but a model reads: marks of direction, zero width, tags. Joiners are ordinary
 * spelling in emoji and some scripts and stay as the font draws them.
 */
const unseen = /[\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u{e0000}-\u{e01ef}]/u;

/** A badge with the number of the character, as elsewhere in the interface. */
function drawUnseen(code: number): HTMLElement {
  const badge = document.createElement("span");
  badge.className = "cm-unseen";
  const number = `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  badge.textContent = number;
  badge.title = `A character that is not seen: ${number}`;
  badge.setAttribute("aria-label", badge.title);
  return badge;
}

/** Shows them as badges. */
export const showUnseen: Extension = highlightSpecialChars({ addSpecialChars: unseen, render: drawUnseen });
