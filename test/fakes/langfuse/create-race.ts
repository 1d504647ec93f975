/** Lets creates that came one after the other meet where Langfuse's own meet: between reading a number and writing it. */
export interface CreateRace {
  /** The next so many creates wait for each other. */
  next(count: number): void;
  hold(): Promise<void>;
}

export function createRace(): CreateRace {
  let expected = 0;
  let waiting: (() => void)[] = [];
  return {
    next(count) {
      expected = count;
    },
    hold() {
      if (expected === 0) return Promise.resolve();
      return new Promise((go) => {
        waiting.push(go);
        if (waiting.length < expected) return;
        const all = waiting;
        waiting = [];
        expected = 0;
        for (const next of all) next();
      });
    },
  };
}
