import type { Draft } from "./draft.ts";

/** What a first start begins with. Apart from the schema, so that the interface can use it without the validator. */
export const emptyDraft: Draft = {
  openPrompt: null,
  values: {},
  variants: [{ id: "a", modelOverride: null, parameters: {} }],
  layout: {},
};
