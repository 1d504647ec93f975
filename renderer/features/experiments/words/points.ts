/** A difference of shares in points of a hundred, with a sign. */
export function points(difference: number): string {
  const figure = (Math.abs(difference) * 100).toFixed(1);
  return `${figure === "0.0" ? "" : difference > 0 ? "+" : "−"}${figure}`;
}
