import type { ModelRoute } from "@shared/domain/model/model.ts";
import type { LangfuseModelPrice, ModelPrice, PriceTable } from "@shared/domain/model/price.ts";
import type { CallIo, Clock } from "../ports.ts";
import type { JsonDocument } from "../store/json-document.ts";
import { listedPrices } from "./bundled-prices.ts";
import { findListedPrice, findPatternPrice, type PatternPrice } from "./prices.ts";

export interface PriceBookOptions {
  /** The person's own prices. */
  own: JsonDocument<ModelPrice[]>;
  /**
   * @param connection whose; absent: the default.
   * @throws AppFailure `langfuse_not_configured` and as every call to Langfuse.
   */
  readLangfuse: (io: CallIo, connection?: string) => Promise<{ host: string; prices: LangfuseModelPrice[] }>;
  clock: Clock;
}

/** Every price in force. */
export interface PriceBook {
  /** With Langfuse's, where it can be asked; a Langfuse that does not tell is left out. */
  list(): Promise<PriceTable>;
  save(own: ModelPrice[]): Promise<PriceTable>;
  /**
   * Own prices, then Langfuse's as far as they are here, then bundled ones; undefined when none is known.
   * @param connection of the prompt that was run: its project's prices count, and no other project's.
   */
  find(route: ModelRoute, reportedModel: string | undefined, connection?: string): ModelPrice | undefined;
  /** Fetches Langfuse's prices behind a run that uses Langfuse, so that they are here when it ends. */
  warmUp(connection?: string): void;
  /** Stops what is being read and drops Langfuse's prices: after a change of the connection, and at the end. */
  forget(): void;
}

const freshMs = 10 * 60_000;
/** The connection that counts where none is named. */
const usual = "";

/** The prices of one connection; finding one tries a hundred patterns, and comparisons ask again and again. */
interface ReadPrices {
  at: number;
  done: Promise<void>;
  abort: AbortController;
  prices?: PatternPrice[];
  matched: Map<string, ModelPrice | undefined>;
}

export function createPriceBook({ own, readLangfuse, clock }: PriceBookOptions): PriceBook {
  const readings = new Map<string, ReadPrices>();

  /** One reading for everybody who asks within its time, whether or not the first of them waits for it. */
  function refresh(connection = usual): Promise<void> {
    const before = readings.get(connection);
    if (before && clock.monotonic() - before.at < freshMs) return before.done;
    const abort = new AbortController();
    const reading: ReadPrices = {
      at: clock.monotonic(),
      done: Promise.resolve(),
      abort,
      matched: new Map(),
      ...(before?.prices ? { prices: before.prices } : {}),
    };
    readings.set(connection, reading);
    reading.done = read(reading, connection === usual ? undefined : connection);
    return reading.done;
  }

  async function read(reading: ReadPrices, connection: string | undefined): Promise<void> {
    const { signal } = reading.abort;
    try {
      const { host, prices } = await readLangfuse({ signal }, connection);
      if (signal.aborted) return;
      const asOf = new Date(clock.now()).toISOString().slice(0, 10);
      reading.prices = prices.map((price) => toPatternPrice(price, host, asOf));
      reading.matched.clear();
    } catch {
      // Prices are nice to have: the cost is then unknown or from the next list, and its source says so.
    }
  }

  function table(): PriceTable {
    const langfuse = readings.get(usual)?.prices;
    return {
      own: own.get(),
      bundled: [...listedPrices()],
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
    find(route, reportedModel, connection = usual) {
      const names = [reportedModel, route.model].filter((name) => name !== undefined);
      const model = { provider: route.provider, names };
      const listed = findListedPrice(own.get(), model);
      if (listed) return listed;
      const key = JSON.stringify(names);
      const { prices, matched } = readings.get(connection) ?? readings.get(usual) ?? nothingRead;
      if (prices && !matched.has(key)) matched.set(key, findPatternPrice(prices, model));
      return matched.get(key) ?? findListedPrice(listedPrices(), model);
    },
    warmUp(connection) {
      void refresh(connection);
    },
    forget() {
      for (const { abort } of readings.values()) abort.abort();
      readings.clear();
    },
  };
}

const nothingRead: Pick<ReadPrices, "prices" | "matched"> = { matched: new Map() };

function toPatternPrice({ matchPattern, managed, ...price }: LangfuseModelPrice, host: string, asOf: string) {
  const list = managed ? "Langfuse's list" : "your Langfuse project";
  return { matchPattern, price: { ...price, asOf, source: `${list} at ${host}` } };
}
