import type { AppError } from "@shared/domain/error/error.ts";
import type { ModelGroup } from "@shared/domain/model/model.ts";
import { create } from "zustand";
import { asAppError, engineClient } from "../client.ts";

/** The models that can be picked, by provider. */
export interface ModelsState {
  groups: ModelGroup[];
  loading: boolean;
  error: AppError | null;
  /** Asks the engine; with `refresh` it asks the servers again. */
  load(refresh: boolean): Promise<void>;
}

export const useModels = create<ModelsState>()((set) => ({
  groups: [],
  loading: false,
  error: null,
  async load(refresh) {
    set({ loading: true });
    try {
      set({ groups: await engineClient().call("models.list", { refresh }), error: null });
    } catch (thrown) {
      set({ error: asAppError(thrown) });
    } finally {
      set({ loading: false });
    }
  },
}));
