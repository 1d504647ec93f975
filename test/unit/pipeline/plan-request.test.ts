import { planRequest } from "@engine/pipeline/plan-request.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import { expect, it } from "vitest";
import { runRequest } from "../../conformance/engine/open-engine.ts";

it.each(["text-completion-openai/gpt-3.5-turbo-instruct", "gpt-3.5-turbo-instruct", "text-embedding-3-small"])(
  "%s, which answers no chats, is not asked for one",
  async (model) => {
    const request = { ...runRequest({ model }), modelOverride: null };
    const input = { request, promptConfig: null, messages: [], providers: builtInProviders };
    const planned = planRequest(input, () => ({ baseUrl: "http://x", baseUrlSource: "call", credential: null }));
    await expect(planned).rejects.toMatchObject({
      error: { code: "model_unknown", message: `${model} answers no chats.` },
    });
  },
);
