/** Resolves when a figure has not changed over many turns of the event loop. */
export async function stillAt(figure: () => number): Promise<void> {
  for (let still = 0, last = -1; still < 500; still = figure() === last ? still + 1 : 0) {
    last = figure();
    await new Promise((resolve) => setImmediate(resolve));
  }
}
