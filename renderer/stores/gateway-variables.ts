import type { JsonObject } from "@shared/domain/json.ts";
import { listVariables } from "@shared/domain/template/list-variables.ts";
import { create } from "zustand";
import { apiClient } from "./client.ts";
import { useGateway } from "./gateway.ts";

/** The variables of the config's first prompt, for the examples of how to call the gateway. */
export interface GatewayVariablesState {
  variables: JsonObject;
  load(): Promise<void>;
}

const documented: JsonObject = { user_message: "this is used" };

export const useGatewayVariables = create<GatewayVariablesState>()((set) => ({
  variables: documented,
  async load() {
    const { text, status } = useGateway.getState();
    const name = firstPromptId(text ?? "");
    if (name === undefined || !status) return;
    try {
      const ref = { source: status.prompts, name };
      const { prompt, sampleValues } = await apiClient().call("prompts.get", { ref, resolve: true, refresh: false });
      const { variables } = listVariables(prompt.prompt);
      set({ variables: Object.fromEntries(variables.map((one) => [one, sampleValues?.variables[one] ?? "…"])) });
    } catch {
      set({ variables: documented }); // The example stays the documented one; the list of problems tells of the prompt.
    }
  },
}));

/** Good enough for an example; the engine reads the config properly. */
function firstPromptId(text: string): string | undefined {
  const written = /^\s*prompt_id:\s*"([^"\n]+)"/m.exec(text)?.[1];
  const plain = /^\s*prompt_id:\s*([^\s#"'][^\n#]*)/m.exec(text)?.[1]?.trim();
  return written ?? plain;
}
