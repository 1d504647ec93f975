import type { RunRequest } from "./run.ts";

/** A request that asks for nothing yet: no prompt, no model, whole answers. What is made of it says the rest. */
export const emptyRequest: RunRequest = {
  prompt: null,
  variables: {},
  placeholders: {},
  compileMode: "python",
  clientMessages: [],
  clientMessagesMode: "replace",
  model: "",
  modelOverride: null,
  parameters: {},
  overrides: {},
  stream: false,
};
