import { findSecrets, isPlain, secretMark, unfinishedSecret } from "./find-secrets.ts";
import { shortestBeginning } from "./secret-forms.ts";

/** What has passed is remembered so far: the first characters of a secret, which no guard holds back. */
const remembered = { plain: shortestBeginning - 1, escaped: 64 };
/** A longer beginning of a secret is one, even if its end never comes; shorter ones many keys have in common. */
const longestLoose = 12;

/** Takes a text piece by piece and gives it on without secrets, also those that no single piece has whole. */
export interface TextGuard {
  /**
   * What may go on now. Held back is only what may be the beginning of a secret. `place` is the caller's name for the
   * piece, by which it is told which pieces had a secret between them.
   */
  push(text: string, place?: number): string;
  /** What was held back and is to be held no longer; a secret may go on behind it. */
  rest(): string;
  /** Whether anything is held back now. */
  readonly holds: boolean;
  /** Whether a secret was found. */
  readonly found: boolean;
}

/** Told of a secret that lay in several pieces: the place of the first of them; the last is the newest. */
export type TellSplit = (first: number) => void;

export function createTextGuard(values: () => readonly string[], tellSplit: TellSplit = () => undefined): TextGuard {
  /** What has passed, as far as it is remembered, and what is held back; whence the first of each came. */
  let passed = "";
  let passedPlace = 0;
  let held = "";
  let heldPlace = 0;
  let found = false;

  function remember(text: string, most: number, newest: number, place: number): void {
    passed = text.length > most ? text.slice(-most) : text;
    if (passed.length <= newest) passedPlace = place;
  }

  function pushCarefully(text: string, place: number, known: readonly string[]): string {
    const before = passed.length + held.length;
    const all = passed + held + text;
    const open = unfinishedSecret(all, known);
    let clean = "";
    let from = passed.length;
    for (const { start, end } of findSecrets(all, known, open)) {
      found = true;
      if (start < before) tellSplit(start < passed.length ? passedPlace : heldPlace);
      clean += all.slice(from, Math.max(from, start)) + secretMark;
      from = end;
    }
    const hold = Math.max(from, open);
    clean += all.slice(from, hold);
    const firstHeld = hold < passed.length ? passedPlace : heldPlace;
    heldPlace = hold < before ? firstHeld : place;
    held = all.slice(hold);
    // Of a secret that was found nothing is remembered: it would be found again.
    const since = from === passed.length ? 0 : from;
    const most = /[\\%&]/.test(all) ? remembered.escaped : remembered.plain;
    remember(all.slice(since, hold), most, hold - before, place);
    return clean;
  }

  return {
    get holds() {
      return held !== "";
    },
    get found() {
      return found;
    },
    push(text, place = 0) {
      const known = values();
      if (text === "" || known.length === 0) return text;
      const all = passed + text;
      if (held !== "" || !isPlain(all, known)) return pushCarefully(text, place, known);
      remember(all, remembered.plain, text.length, place);
      return text;
    },
    rest() {
      const rest = held.length > longestLoose ? secretMark : held;
      if (rest === secretMark) {
        found = true;
        tellSplit(heldPlace);
      }
      passed += held;
      held = "";
      return rest;
    },
  };
}
