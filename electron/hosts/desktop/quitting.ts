import type { Ask } from "./page-trouble.ts";

interface Preventable {
  preventDefault(): void;
}

/** What would be lost by quitting now. */
export interface UnderWay {
  runs: number;
  gateway: boolean;
}

/** Decides over the ends of the app that a person can still take back. */
export interface Quitting {
  /** For a window that is closed and an app that is asked to quit: asks where something runs, and lets both be until then. */
  check(event: Preventable): void;
  /** For whoever is about to end the app: asks where something runs; true: nothing does, or the person has agreed. */
  mayLeave(): Promise<boolean>;
  /** The system goes down or the person has said yes: nothing is asked any more. */
  agree(): void;
}

/** @param quit called again when the person has agreed. */
export function createQuitting(underWay: () => UnderWay, ask: Ask, quit: () => void): Quitting {
  let agreed = false;
  let asking = false;

  async function askPerson(what: UnderWay): Promise<boolean> {
    asking = true;
    try {
      const { response } = await ask({
        type: "question",
        message: `Quit while ${describe(what)}?`,
        detail: lossOf(what),
        buttons: ["Quit", "Cancel"],
        defaultId: 0,
        cancelId: 1,
      });
      agreed = response === 0;
    } finally {
      asking = false;
    }
    return agreed;
  }

  /** Null: nothing. */
  function wouldBeLost(): UnderWay | null {
    const what = underWay();
    return agreed || (what.runs === 0 && !what.gateway) ? null : what;
  }

  return {
    check(event) {
      const what = wouldBeLost();
      if (what === null) return;
      event.preventDefault();
      if (asking) return;
      void askPerson(what).then((yes) => {
        if (yes) quit();
      });
    },
    async mayLeave() {
      const what = wouldBeLost();
      if (what !== null && (asking || !(await askPerson(what)))) return false;
      agreed = true;
      return true;
    },
    agree() {
      agreed = true;
    },
  };
}

function describe({ runs, gateway }: UnderWay): string {
  const running = runs === 1 ? "a run is under way" : `${runs} runs are under way`;
  if (!gateway) return running;
  return runs === 0 ? "the gateway serves" : `${running} and the gateway serves`;
}

function lossOf({ runs, gateway }: UnderWay): string {
  return [
    ...(runs > 0 ? ["Their answers are cut off where they are; experiments go on from there at the next start."] : []),
    ...(gateway ? ["Programs that call the gateway get no answer any more."] : []),
  ].join(" ");
}

/** Milliseconds that closing may take: one that hangs would keep an invisible process, and with it the next start. */
const goodbyeMs = 5_000;

/** Resolves when `close` has, in whatever way, or its time is over. */
export async function closeInTime(close: () => Promise<unknown>, milliseconds = goodbyeMs): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, milliseconds);
  });
  const closed = close().then(
    () => undefined,
    () => undefined,
  );
  await Promise.race([closed, late]);
  clearTimeout(timer);
}
