import type { ReactNode } from "react";

/** A part of the interface, in each state it can be in. */
export interface Exhibit {
  /** Its file in `renderer/ui/`, without the ending. */
  part: string;
  /** What tells each state from the others, and the part in it. */
  states: Readonly<Record<string, ReactNode>>;
  /** It takes a line of its own in place of a cell. */
  isWide?: boolean;
}
