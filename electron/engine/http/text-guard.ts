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

export function createTextGuard(values: () => readonly string[], tellSplit: TellSplit = tellNobody): TextGuard {
  return new PassingText(values, tellSplit);
}

const tellNobody: TellSplit = () => undefined;

/** A class for its getters (`sent-answer.ts`). */
class PassingText implements TextGuard {
  private readonly values: () => readonly string[];
  private readonly tellSplit: TellSplit;
  /** What has passed, as far as it is remembered, and what is held back; whence the first of each came. */
  private passed = "";
  private passedPlace = 0;
  private held = "";
  private heldPlace = 0;
  found = false;

  constructor(values: () => readonly string[], tellSplit: TellSplit) {
    this.values = values;
    this.tellSplit = tellSplit;
  }

  get holds(): boolean {
    return this.held !== "";
  }

  push(text: string, place = 0): string {
    const known = this.values();
    if (text === "" || known.length === 0) return text;
    const all = this.passed + text;
    if (this.held !== "" || !isPlain(all, known)) return this.pushCarefully(text, place, known);
    this.remember(all, remembered.plain, text.length, place);
    return text;
  }

  rest(): string {
    const rest = this.held.length > longestLoose ? secretMark : this.held;
    if (rest === secretMark) {
      this.found = true;
      this.tellSplit(this.heldPlace);
    }
    this.passed += this.held;
    this.held = "";
    return rest;
  }

  private remember(text: string, most: number, newest: number, place: number): void {
    this.passed = text.length > most ? text.slice(-most) : text;
    if (this.passed.length <= newest) this.passedPlace = place;
  }

  private pushCarefully(text: string, place: number, known: readonly string[]): string {
    const { passed, held } = this;
    const before = passed.length + held.length;
    const all = passed + held + text;
    const open = unfinishedSecret(all, known);
    let clean = "";
    let from = passed.length;
    for (const { start, end } of findSecrets(all, known, open)) {
      this.found = true;
      if (start < before) this.tellSplit(start < passed.length ? this.passedPlace : this.heldPlace);
      clean += all.slice(from, Math.max(from, start)) + secretMark;
      from = end;
    }
    const hold = Math.max(from, open);
    clean += all.slice(from, hold);
    const firstHeld = hold < passed.length ? this.passedPlace : this.heldPlace;
    this.heldPlace = hold < before ? firstHeld : place;
    this.held = all.slice(hold);
    // Of a secret that was found nothing is remembered: it would be found again.
    const since = from === passed.length ? 0 : from;
    const most = /[\\%&]/.test(all) ? remembered.escaped : remembered.plain;
    this.remember(all.slice(since, hold), most, hold - before, place);
    return clean;
  }
}
