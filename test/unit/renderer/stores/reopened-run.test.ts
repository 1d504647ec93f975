import type { ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { emptyRequest } from "@shared/domain/run/empty-request.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { describe, expect, it } from "vitest";
import { differingRules, promptOfRun, variantOfRun } from "../../../../renderer/stores/run/reopened-run.ts";

const request: RunRequest = {
  ...emptyRequest,
  prompt: { library: "langfuse", name: "greet", label: "production" },
  modelOverride: "gpt-4o",
  overrides: { temperature: 0.2 },
  stream: true,
};

describe("a run opened again", () => {
  it("opens the version it used, not what its label points to by now", () => {
    const ref = { library: "langfuse", connection: "1a2b", name: "greet" };
    const resolved = { ref: { ...ref, label: "production" }, prompt: { version: "4" } } as ResolvedPrompt;
    // In the project it was found in, whatever project is connected by now.
    expect(promptOfRun({ request, resolved })).toEqual({ ...ref, version: "4" });
    expect(promptOfRun({ request })).toEqual(request.prompt);
    expect(promptOfRun({ request: { ...request, prompt: null } })).toBeNull();
  });

  it("tells the rules that are others by now, and only those (else the gateway's would change unasked)", () => {
    expect(differingRules(request, { ...request })).toEqual({});
    const now = { compileMode: "js", clientMessagesMode: "replace", stream: false } as const;
    expect(differingRules(request, now)).toEqual({ compileMode: "python", stream: true });
    expect(differingRules({ ...request, clientMessagesMode: "append" }, request)).toEqual({
      clientMessagesMode: "append",
    });
  });

  it("sets the variant up as it was and takes away what would override it", () => {
    const variant = variantOfRun(
      {
        id: "b",
        name: "mine",
        modelOverride: "other",
        parameters: { top_p: { value: 1, on: true } },
        pins: { "langfuse:greet": { version: "1" } },
        values: { "langfuse:greet": { variables: { a: 1 }, placeholders: {} } },
      },
      { request: { ...request, continuation: [{ role: "user", content: "And?" }] } },
    );
    expect(variant).toEqual({
      id: "b",
      name: "mine",
      modelOverride: "gpt-4o",
      parameters: { temperature: { value: 0.2, on: true } },
      conversations: {
        "langfuse:greet": { messages: [{ role: "user", content: "And?" }], next: { text: "", images: [] } },
      },
    });
  });

  it("keeps the model the call named, so that the prompt's own still wins over it", () => {
    const called = { ...request, model: "langfuse/gpt-3.5-turbo", modelOverride: null };
    expect(variantOfRun({ id: "a", modelOverride: null, parameters: {} }, { request: called }).modelOverride).toBe(
      "langfuse/gpt-3.5-turbo",
    );
  });
});
