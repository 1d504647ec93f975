import type { CallFollower, GatewayCall } from "@engine/gateway/call-record.ts";
import type { KeptAnswers } from "@engine/gateway/kept-answers.ts";
import type { GuestHistory } from "@engine/history/guest-history.ts";
import { hasHistory } from "@engine/history/has-history.ts";
import { createBoundedMap } from "@shared/domain/bounded-map.ts";
import { weighJson } from "@shared/domain/json/json-weight.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";

/** Answers and bytes. */
const mostRecent = { items: 500, bytes: 64 * 1_048_576 };

/** Keeps calls in the app's history. */
export interface CallKeeper {
  /** A call is on the disk before it is sent, and with its end a moment after that. */
  follow(call: GatewayCall): CallFollower;
  /** The calls that are kept, for clients that ask for an answer again. */
  answers: KeptAnswers;
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
  /** Those that ended lately and may not have come into the database yet. */
  const recent = createBoundedMap<RunRecord>(mostRecent);
  return {
    answers: {
      find: async (id) => recent.get(id) ?? (await (await opened())?.find(id)),
      async remove(id) {
        recent.delete(id);
        await (await opened())?.remove(id);
      },
    },
    follow: ({ record }) => ({
      beforeSending: async () => (history ?? (await opened()))?.runs.begin(record),
      event(event) {
        if (event.type === "end" && record.gateway?.kept) recent.set(record.id, record, weighJson(record));
        if (event.type !== "end") history?.runs.append(record, event);
        else if (history) void history.runs.finish(record);
        // A call that ends before anything was sent opens the history as well.
        else void opened().then((late) => late?.runs.finish(record));
      },
    }),
    close: async () => (await opening)?.close(),
  };
}
