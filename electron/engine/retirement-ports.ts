import type { ExperimentSpec } from "@shared/domain/experiment/experiment-spec.ts";
import type { RetirementDesk } from "@shared/domain/model/retirement.ts";
import { modelOfConfig } from "@shared/domain/prompt/langfuse-config.ts";
import { isEdit } from "@shared/domain/prompt/run-prompt.ts";
import type { ExperimentService } from "./experiment-service.ts";
import type { AppGateway } from "./gateway/app/app-gateway.ts";
import type { History } from "./history/history.ts";
import type { CallIo } from "./ports.ts";
import type { PromptWriting } from "./prompt-writing.ts";
import { type RetirementDeskPorts, readRetirementDesk } from "./retirement-desk.ts";

/** What of an engine names models. */
export interface DeskEngine extends Pick<RetirementDeskPorts, "clock" | "providers" | "libraries" | "draft"> {
  writing: Pick<PromptWriting, "edits">;
  experiments: Pick<ExperimentService, "list" | "spec" | "setups">;
  gateway: Pick<AppGateway, "deployments">;
  history: Pick<History, "ready" | "figures">;
}

/** So many experiments are looked through, the newest first. */
const mostExperiments = 200;

/** The desk of an engine; loaded when it is first asked for. @throws AppFailure `cancelled` only. */
export function retirementDesk(engine: DeskEngine, io: CallIo): Promise<RetirementDesk> {
  const { experiments, gateway, history, writing, ...ports } = engine;
  return readRetirementDesk(
    {
      ...ports,
      edits: writing.edits,
      async experiments() {
        await history.ready;
        const newest = (await experiments.list()).toSorted((a, b) => b.createdAt - a.createdAt);
        const read = newest.slice(0, mostExperiments).map(async (summary) => {
          const spec = await experiments.spec(summary.jobId).catch(() => undefined);
          return { summary, models: spec ? modelsOfSpec(spec) : [] };
        });
        return Promise.all(read);
      },
      async setups() {
        await history.ready;
        return experiments.setups();
      },
      deployments: gateway.deployments,
      async figures(filter) {
        await history.ready;
        return history.figures(filter);
      },
    },
    io,
  );
}

/** The models that variants call: their own, else that of the frozen prompt's config. */
function modelsOfSpec({ variants }: ExperimentSpec): string[] {
  return variants.flatMap(({ request: { modelOverride, prompt, model } }) => {
    const ofPrompt = prompt !== null && isEdit(prompt) ? modelOfConfig(prompt.config) : undefined;
    return modelOverride ?? ofPrompt ?? (model === "" ? [] : model);
  });
}
