import type { CallFollower, GatewayCall } from "@engine/gateway/call-record.ts";
import type { GuestHistory } from "@engine/history/guest-history.ts";
import { hasHistory } from "@engine/history/has-history.ts";

/** Keeps calls in the app's history. */
export interface CallKeeper {
  /** A call is on the disk before it is sent, and with its end a moment after that. */
  follow(call: GatewayCall): CallFollower;
  /** Resolves when every call is kept or given up, which is said. */
  close(): Promise<void>;
}

/**
 * The app's history of a profile, where there is one. Loaded with the first call: a start need not wait for it.
 * @param tell hears of what cannot be kept.
 */
export function keepCalls(folder: string, tell: (problem: string) => void): CallKeeper | undefined {
  if (!hasHistory(folder)) return undefined;
  let opening: Promise<GuestHistory | undefined> | undefined;
  let history: GuestHistory | undefined;
  const open = async () => {
    const { openGuestHistory } = await import("@engine/history/guest-history.ts");
    history = openGuestHistory(folder, tell, { syncsBeginningsLater: true });
    return history;
  };
  const opened = () => {
    opening ??= open();
    return opening;
  };
  return {
    follow: ({ record }) => ({
      beforeSending: async () => (history ?? (await opened()))?.runs.begin(record),
      event(event) {
        if (event.type !== "end") history?.runs.append(record, event);
        else if (history) void history.runs.finish(record);
        // A call that ends before anything was sent opens the history as well.
        else void opened().then((late) => late?.runs.finish(record));
      },
    }),
    close: async () => (await opening)?.close(),
  };
}
