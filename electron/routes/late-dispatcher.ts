import { lazily } from "@shared/domain/late/lazily.ts";
import type { Dispatcher } from "./dispatch.ts";

/** A dispatcher that is loaded when it is first asked: what every route takes is no matter of a host's start. */
export function createLateDispatcher(load: () => Promise<Dispatcher>): Dispatcher {
  const loaded = lazily(load);
  return {
    call: async (name, input, context) => (await loaded()).call(name, input, context),
    async *stream(name, input, context) {
      yield* (await loaded()).stream(name, input, context);
    },
  };
}
