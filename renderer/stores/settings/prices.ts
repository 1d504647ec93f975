import type { AppError } from "@shared/domain/error/error.ts";
import type { ModelPrice, PriceTable } from "@shared/domain/model/price.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";

/** Every price in force, own ones first. */
export interface PricesState {
  table: PriceTable | null;
  error: AppError | null;
  load(): Promise<void>;
  /** Replaces the person's own prices. */
  save(own: ModelPrice[]): Promise<AppError | null>;
}

export const usePrices = create<PricesState>()((set) => {
  const ask = async (call: () => Promise<PriceTable>): Promise<AppError | null> => {
    try {
      set({ table: await call(), error: null });
      return null;
    } catch (thrown) {
      const error = asAppError(thrown);
      set({ error });
      return error;
    }
  };
  return {
    table: null,
    error: null,
    async load() {
      await ask(() => engineClient().call("prices.list", {}));
    },
    save: (own) => ask(() => engineClient().call("prices.save", { own })),
  };
});
