import { useEffect } from "react";
import { useHistory } from "../../stores/history/history.ts";

/** Milliseconds. A look counts rows; one that has come or gone makes the list read anew. */
const lookEvery = 3_000;

/**
 * Looks now and then for runs that others have added, as the command line does, as long as the history is in sight: what
 * happens in this app is told, what happens in the file is not.
 */
export function useOtherWriters(): void {
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === "visible") void useHistory.getState().loadStatus();
    };
    look();
    const timer = setInterval(look, lookEvery);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
}
