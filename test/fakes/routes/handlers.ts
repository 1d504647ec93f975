import type { HandlersFor } from "@routes/dispatch.ts";
import { type RouteName, routes } from "@shared/contract/routes.ts";

type AnyHandler = (input: unknown, context: { signal: AbortSignal }) => unknown;

export interface FakeHandlers {
  handlers: HandlersFor;
  /** Every call that came past the guard and the parser, in order. */
  calls: { route: RouteName; input: unknown }[];
}

/**
 * Handlers for every route of the contract that only note that they were called. `overrides` answer for real; their
 * outputs need not be the route's, since transports do not look at them.
 */
export function createFakeHandlers(overrides: Partial<Record<RouteName, AnyHandler>> = {}): FakeHandlers {
  const calls: FakeHandlers["calls"] = [];
  const names = Object.keys(routes) as RouteName[];
  const handlers = Object.fromEntries(
    names.map((route) => {
      const answer = overrides[route] ?? (routes[route].kind === "stream" ? noEvents : noData);
      const handler: AnyHandler = (input, context) => {
        calls.push({ route, input });
        return answer(input, context);
      };
      return [route, handler];
    }),
  );
  return { handlers: handlers as unknown as HandlersFor, calls };
}

async function noData(): Promise<null> {
  return null;
}

async function* noEvents(): AsyncGenerator<never> {}
