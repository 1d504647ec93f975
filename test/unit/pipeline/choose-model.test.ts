import { describe, expect, it } from "vitest";
import { chooseModel } from "../../../electron/engine/pipeline/choose-model.ts";

const choose = (
  override: string | null,
  promptConfig: Parameters<typeof chooseModel>[0]["promptConfig"],
  call: string,
) => chooseModel({ override, promptConfig, call });

describe("chooseModel", () => {
  it("an override by the person wins over everything", () => {
    expect(choose("claude-sonnet-4-5", { model: "gpt-4o" }, "langfuse/gpt-4")).toMatchObject({
      model: "claude-sonnet-4-5",
      source: "override",
    });
  });

  it("Langfuse config.model wins over the call", () => {
    expect(choose(null, { model: "gpt-4o-mini" }, "langfuse/gpt-3.5-turbo")).toMatchObject({
      model: "gpt-4o-mini",
      source: "prompt config",
    });
  });

  it("without config.model the call's model counts, with every langfuse/ taken out", () => {
    const chosen = choose(null, {}, "langfuse/gpt-3.5-turbo");
    expect(chosen).toMatchObject({ model: "gpt-3.5-turbo", requested: "langfuse/gpt-3.5-turbo", source: "call" });
  });

  it("a null, empty or non-text config.model is passed over; the latter warns", () => {
    expect(choose(null, { model: null }, "gpt-4o").source).toBe("call");
    expect(choose(null, { model: " " }, "gpt-4o").source).toBe("call");
    expect(choose(null, { model: 4 }, "gpt-4o").warnings).toMatchObject([{ code: "config_model_not_text" }]);
  });

  it("no model anywhere is an error that offers to choose one", () => {
    expect(() => choose(null, null, "")).toThrow("No model is chosen");
  });
});
