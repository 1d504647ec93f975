import type { ModelGroup } from "@shared/domain/model/model.ts";
import type { RetirementDesk } from "@shared/domain/model/retirement.ts";
import type { ModelCatalogue } from "./models/model-catalogue.ts";
import type { CallIo } from "./ports.ts";
import type { DeskEngine } from "./retirement-ports.ts";

/** What an engine tells of models. */
export interface EngineModels {
  list(refresh: boolean, io: CallIo): Promise<ModelGroup[]>;
  /** Everything here that names a model which ends soon or is gone. */
  retiring(io: CallIo): Promise<RetirementDesk>;
}

/** The desk is loaded when it is first asked for. */
export function engineModels(catalogue: Pick<ModelCatalogue, "list">, engine: DeskEngine): EngineModels {
  return {
    list: catalogue.list,
    retiring: async (io) => (await import("./retirement-ports.ts")).retirementDesk(engine, io),
  };
}
