import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import { listModels } from "../models/list-models.ts";
import type { Clock } from "../ports.ts";
import type { Provider } from "../providers/provider.ts";
import type { EndpointPorts } from "./deployment-endpoint.ts";

/** What servers say they have, asked once and kept for a while. */
export interface ModelLists {
  /**
   * The names a server lists; empty where it has no list. One that was asked less than `maxAge` milliseconds ago is not
   * asked again, and several who ask at once ask it once.
   * @throws AppFailure when it cannot be reached or refuses.
   */
  ask(provider: Provider, endpoint: Endpoint, maxAge: number): Promise<string[]>;
  /** What it said last, however long ago. */
  kept(provider: Provider, endpoint: Endpoint): string[] | undefined;
}

interface Asked {
  at: number;
  answer: Promise<string[]>;
}

export function createModelLists({ vault, clock }: Pick<EndpointPorts, "vault"> & { clock: Clock }): ModelLists {
  const asked = new Map<string, Asked>();
  const known = new Map<string, string[]>();
  const keyOf = (provider: Provider, { baseUrl, credential }: Endpoint) =>
    JSON.stringify([provider.id, baseUrl, credential?.id ?? null]);

  async function send(provider: Provider, endpoint: Endpoint): Promise<string[]> {
    const { createFetch } = await import("../http/recording-fetch.ts");
    // Several may wait for one answer, so that none of them can call it off; its own limits end it.
    const { signal } = new AbortController();
    return listModels(provider, endpoint, { createFetch, secrets: vault, clock, signal });
  }

  return {
    kept: (provider, endpoint) => known.get(keyOf(provider, endpoint)),
    ask(provider, endpoint, maxAge) {
      const key = keyOf(provider, endpoint);
      const before = asked.get(key);
      if (before && clock.monotonic() - before.at < maxAge) return before.answer;
      const answer = send(provider, endpoint).then((names) => {
        known.set(key, names);
        return names;
      });
      asked.set(key, { at: clock.monotonic(), answer });
      // A refusal is not kept: whoever asks next asks the server.
      answer.catch(() => asked.delete(key));
      return answer;
    },
  };
}
