/** “08:52:06”, of this machine's clock. @param at UTC milliseconds. */
export function clockText(at: number): string {
  return new Date(at).toLocaleTimeString("en-GB");
}
