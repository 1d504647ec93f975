import type { ModelRoute } from "@shared/domain/model/model.ts";
import type { LangfuseModelPrice, ModelPrice, PriceTable } from "@shared/domain/model/price.ts";
import type { CallIo, Clock } from "../ports.ts";
import type { JsonDocument } from "../store/json-document.ts";
import { bundledPrices } from "./bundled-prices.ts";
import { findListedPrice, findPatternPrice, type PatternPrice } from "./prices.ts";

export interface PriceBookOptions {
  /** The person's own prices. */
  own: JsonDocument<ModelPrice[]>;
  /** @throws AppFailure `langfuse_not_configured` and as every call to Langfuse. */
  readLangfuse: (io: CallIo) => Promise<{ host: string; prices: LangfuseModelPrice[] }>;
  clock: Clock;
}

/** Every price in force. */
export interface PriceBook {
  /** With Langfuse's, where it can be asked; a Langfuse that does not tell is left out. */
  list(): Promise<PriceTable>;
  save(own: ModelPrice[]): Promise<PriceTable>;
  /** Own prices, then Langfuse's as far as they are here, then bundled ones; undefined when none is known. */
  find(route: ModelRoute, reportedModel: string | undefined): ModelPrice | undefined;
  /** Fetches Langfuse's prices behind a run that uses Langfuse, so that they are here when it ends. */
  warmUp(): void;
  /** Stops what is being read and drops Langfuse's prices: after a change of the connection, and at the end. */
  forget(): void;
}

const freshMs = 10 * 60_000;

export function createPriceBook({ own, readLangfuse, clock }: PriceBookOptions): PriceBook {
  let langfuse: PatternPrice[] | undefined;
  let reading: { at: number; done: Promise<void>; abort: AbortController } | undefined;
  /** Finding a price tries a hundred patterns; a comparison asks for the same model again and again. */
  const matched = new Map<string, ModelPrice | undefined>();

  /** One reading for everybody who asks within its time, whether or not the first of them waits for it. */
  function refresh(): Promise<void> {
    if (reading && clock.monotonic() - reading.at < freshMs) return reading.done;
    const abort = new AbortController();
    reading = { at: clock.monotonic(), done: read(abort.signal), abort };
    return reading.done;
  }

  async function read(signal: AbortSignal): Promise<void> {
    try {
      const { host, prices } = await readLangfuse({ signal });
      if (signal.aborted) return;
      const asOf = new Date(clock.now()).toISOString().slice(0, 10);
      langfuse = prices.map((price) => toPatternPrice(price, host, asOf));
      matched.clear();
    } catch {
      // Prices are nice to have: the cost is then unknown or from the next list, and its source says so.
    }
  }

  function table(): PriceTable {
    return {
      own: own.get(),
      bundled: [...bundledPrices],
      ...(langfuse ? { langfuseModels: langfuse.length } : {}),
    };
  }

  return {
    async list() {
      await refresh();
      return table();
    },
    async save(prices) {
      await own.set(prices);
      await refresh();
      return table();
    },
    find(route, reportedModel) {
      const names = [reportedModel, route.model].filter((name) => name !== undefined);
      const model = { provider: route.provider, names };
      const listed = findListedPrice(own.get(), model);
      if (listed) return listed;
      const key = JSON.stringify(names);
      if (langfuse && !matched.has(key)) matched.set(key, findPatternPrice(langfuse, model));
      return matched.get(key) ?? findListedPrice(bundledPrices, model);
    },
    warmUp() {
      void refresh();
    },
    forget() {
      reading?.abort.abort();
      reading = undefined;
      langfuse = undefined;
      matched.clear();
    },
  };
}

function toPatternPrice({ matchPattern, managed, ...price }: LangfuseModelPrice, host: string, asOf: string) {
  const list = managed ? "Langfuse's list" : "your Langfuse project";
  return { matchPattern, price: { ...price, asOf, source: `${list} at ${host}` } };
}
