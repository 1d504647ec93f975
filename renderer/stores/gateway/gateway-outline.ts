import type { GatewayOutline } from "@shared/domain/gateway/gateway.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { create } from "zustand";
import { engineClient } from "../client.ts";
import { useGateway } from "./gateway.ts";

/** What the config offers as it is written now, for the examples of how to call the gateway. */
export interface GatewayOutlineState {
  /** Null until it was read. */
  outline: GatewayOutline | null;
  /** The model the example calls, and the variables of its prompt; null for a model without one. */
  model: string | null;
  variables: JsonObject | null;
  /** Reads the config again. */
  load(): Promise<void>;
}

const documented: JsonObject = { user_message: "this is used" };

let loading = new AbortController();

export const useGatewayOutline = create<GatewayOutlineState>()((set) => ({
  outline: null,
  model: null,
  variables: documented,
  async load() {
    loading.abort();
    loading = new AbortController();
    const { signal } = loading;
    const { text, options, status } = useGateway.getState();
    try {
      const { model, promptId } = options;
      const given = { text: text ?? "", ...(model ? { model } : {}), ...(model && promptId ? { promptId } : {}) };
      const outline = await engineClient().call("gateway.outline", given, { signal });
      const { models } = outline;
      const shown = models.find(({ name }) => name === model) ?? models.find(({ prompt }) => prompt) ?? models[0];
      if (signal.aborted) return;
      // Those of the model before would be wrong for this one.
      const name = shown?.name ?? model ?? null;
      set({ outline, model: name, variables: shown && !shown.prompt ? null : documented });
      const id = shown?.prompt?.id;
      if (!status || !shown?.prompt || id === undefined) return;
      const { version, label } = shown.prompt;
      const ref = {
        library: status.prompts,
        name: id,
        ...(version ? { version: String(version) } : {}),
        ...(label ? { label } : {}),
      };
      const variables = await variablesOf(ref, signal);
      if (!signal.aborted) set({ variables });
    } catch {
      // The example stays the documented one; the list of problems tells what is wrong.
    }
  },
}));

async function variablesOf(ref: PromptRef, signal: AbortSignal): Promise<JsonObject> {
  const given = { ref, resolve: true, refresh: false };
  const { prompt, sampleValues } = await engineClient().call("prompts.get", given, { signal });
  const { variables } = listVariables(prompt.prompt, prompt.templateFormat);
  return Object.fromEntries(variables.map((one) => [one, sampleValues?.variables[one] ?? "…"]));
}
