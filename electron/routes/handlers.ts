import type { Engine } from "@engine/engine.ts";
import type { Routes } from "@shared/contract/routes.ts";
import { backupHandlers } from "./backup-handlers.ts";
import { datasetHandlers } from "./dataset-handlers.ts";
import type { HandlersFor } from "./dispatch.ts";
import { experimentHandlers } from "./experiment-handlers.ts";
import { followRuns } from "./follow-runs.ts";
import { gatewayHandlers } from "./gateway-handlers.ts";
import { historyQueryHandlers } from "./history-handlers.ts";
import type { HostServices } from "./host-services.ts";
import { jobHandlers } from "./job-handlers.ts";
import { localHandlers } from "./local-handlers.ts";
import { sequenceEvents } from "./sequence-events.ts";
import { writingHandlers } from "./writing-handlers.ts";

/** Every route of the contract, answered by the engine or by the host around it. */
export function createHandlers(engine: Engine, host: HostServices): HandlersFor<Routes> {
  const { settings, models, libraries, runs, tokens, prices, inputs, drafts, history, cassettes, pictures } = engine;
  return {
    "app.info": async () => host.info(),
    "app.openLink": async ({ url }) => {
      await host.openLink(url);
      return null;
    },
    "app.commands": (_input, { signal }) => sequenceEvents(host.commands(signal)),

    "settings.get": async () => settings.view(),
    "settings.save": (change) => settings.save(change),
    "langfuse.connect": (input) => settings.connectLangfuse(input),
    "langfuse.disconnect": ({ connection }) => settings.disconnectLangfuse(connection),
    "langfuse.prefer": ({ connection }) => settings.preferLangfuse(connection),
    "langfuse.test": (input, io) => settings.testLangfuse(input, io),
    "provider.test": (input, io) => settings.testProvider(input, io),
    "provider.connect": (input) => settings.connectProvider(input),
    "provider.disconnect": ({ provider }) => settings.disconnectProvider(provider),

    "models.list": ({ refresh }, io) => models.list(refresh, io),
    "models.retiring": (_input, io) => models.retiring(io),

    "prompts.list": async ({ library, connection, refresh }, io) =>
      libraries.open(library, undefined, connection).list({ refresh }, io),
    "prompts.get": async ({ ref, resolve, refresh }, io) =>
      libraries.open(ref.library, undefined, ref.connection).get(ref, { resolve, refresh }, io),
    "prompts.versions": async ({ prompt, refresh }, io) =>
      libraries.open(prompt.library, undefined, prompt.connection).versions(prompt.name, { refresh }, io),

    ...datasetHandlers(engine),

    "run.preview": async (input, io) => {
      const request = await pictures.makeWhole(input);
      return pictures.shorten(await runs.preview(request, io), request);
    },
    "run.countTokens": async ({ countId }, { signal }) => (await tokens.count(countId, signal)) ?? null,
    "run.start": async (input) => {
      const request = await pictures.makeWhole(input);
      // The host listens before the history is open; from then on runs have their numbers.
      await history.ready;
      const { id: runId } = runs.start(request);
      // Who was told of a run finds it after a kill.
      await runs.begun(runId);
      return { runId };
    },
    "run.events": ({ runId, after }, { signal }) => runs.events(runId, after ?? -1, signal),
    "runs.events": (input, { signal }) =>
      sequenceEvents(followRuns(input.runs, (runId, after) => runs.events(runId, after, signal))),
    "run.cancel": async ({ runId }) => {
      runs.cancel(runId);
      return null;
    },
    "run.get": async ({ runId }) => {
      const record = await runs.get(runId);
      return pictures.shorten(record, record.request);
    },

    ...historyQueryHandlers(history.queries),
    "history.status": () => history.status(),
    "history.overLimits": (limits) => history.overLimits(limits),
    "history.get": ({ runId }) => history.get(runId),
    "history.update": async ({ runId, change }) => {
      await history.update(runId, change);
      return null;
    },
    "history.delete": ({ runIds }) => history.delete(runIds),
    "history.undoDelete": ({ runIds }) => history.undoDelete(runIds),
    "history.export": ({ which, format }) => history.export(which, format),
    "history.import": ({ text }) => history.import(text),

    "cassette.export": ({ runId }) => cassettes.export(runId),
    "cassette.replay": async ({ source, speed }) => {
      const { id: runId } = await cassettes.replay(source, speed);
      await runs.begun(runId);
      return { runId, place: cassettes.placeOf(runId) };
    },
    "cassette.step": async ({ runId, frames }) => cassettes.step(runId, frames),

    "prices.list": () => prices.list(),
    "prices.save": ({ own }) => prices.save(own),

    "inputs.list": async ({ prompt }) => inputs.list(prompt),
    "inputs.save": ({ prompt, input }) => inputs.save(prompt, input),
    "inputs.remove": ({ prompt, id }) => inputs.remove(prompt, id),
    "inputs.fromBefore": async ({ prompt }) => inputs.fromBefore(prompt),
    "inputs.takeFromBefore": ({ prompt }) => inputs.takeFromBefore(prompt),
    "inputs.export": async ({ prompt }) => ({ name: "inputs.json", json: inputs.export(prompt) }),
    "inputs.import": ({ prompt, json }) => inputs.import(prompt, json),

    ...jobHandlers(engine),

    ...experimentHandlers(engine),

    ...writingHandlers(engine),

    ...gatewayHandlers(engine),

    ...localHandlers(engine),
    ...backupHandlers(engine, host),

    "pictures.keep": async ({ url }) => ({ hash: await pictures.keep(url) }),
    "pictures.get": async ({ hash }) => ({ url: (await pictures.find(hash)) ?? null }),

    "draft.get": async () => drafts.get(),
    "draft.save": async (draft) => {
      await drafts.save(draft);
      return null;
    },
  } satisfies HandlersFor<Routes>;
}
