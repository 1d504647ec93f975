import { apis } from "@engine/apis/registry.ts";
import { betasFor, chooseApi } from "@engine/pipeline/choose-api.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import { routeModel } from "@engine/routing/model-routing.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { describe, expect, it } from "vitest";

const choose = (model: string, request: Partial<RunRequest> = {}) =>
  chooseApi(routeModel(model, { providers: builtInProviders }), { ...emptyRequest, ...request }, model);

describe("which API a run is asked in", () => {
  it.each([
    ["openai/gpt-4o", undefined, "chat-completions", "usually"],
    ["openai/gpt-4o", "responses", "responses", "chosen"],
    ["openai/responses/gpt-4o", undefined, "responses", "openai/responses/"],
    ["gpt-5-pro", undefined, "responses", "Responses API alone"],
    ["anthropic/claude-sonnet-4-5", undefined, "messages", "usually"],
    ["litellm_proxy/claude", "messages", "messages", "chosen"],
    ["ollama/llama3", "responses", "responses", "chosen"],
  ])("%s, chosen %s: %s, and why", (model, api, id, because) => {
    const chosen = choose(model, api === undefined ? {} : { api });
    expect([chosen.api.id, chosen.because]).toEqual([id, expect.stringContaining(because)]);
    expect(chosen.warnings).toEqual([]);
  });

  it("whoever insists on another API than a model's gets it, with a warning", () => {
    const { api, warnings } = choose("gpt-5-pro", { api: "chat-completions" });
    expect(api.id).toBe("chat-completions");
    expect(warnings).toMatchObject([
      { code: "api_insisted", message: expect.stringContaining("gpt-5-pro is for Res") },
    ]);
  });

  it.each([
    ["anthropic/claude-sonnet-4-5", "responses", "Choose Messages"],
    ["openai/gpt-4o", "embeddings", "Chat completions or Responses"],
    ["openai/gpt-4o", "nonsense", "Chat completions or Responses"],
  ])("%s in %s is refused with what there is", (model, api, advice) => {
    let failure: unknown;
    try {
      choose(model, { api });
    } catch (error) {
      failure = error;
    }
    expect(failure).toBeInstanceOf(AppFailure);
    expect(failure).toMatchObject({ error: { code: "invalid_input", advice: expect.stringContaining(advice) } });
  });

  it("betas go where there is a header for them, and are named where there is none", () => {
    const request = { ...emptyRequest, betas: ["a-1"] };
    expect(betasFor(request, apis.messages)).toEqual({ betas: ["a-1"], warnings: [] });
    expect(betasFor(request, apis.embeddings)).toMatchObject({ betas: [], warnings: [{ code: "betas_not_sent" }] });
  });
});
