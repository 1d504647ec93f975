import { describe, expect, it } from "vitest";
import { parametersFor } from "../../../electron/engine/models/parameters-for.ts";
import { type ParameterInput, planParameters } from "../../../electron/engine/pipeline/plan-parameters.ts";
import { providers } from "../../../electron/engine/providers/providers.ts";

const [first] = providers;
if (!first) throw new Error("There is no provider.");
const [api] = first.apis;
const rules = parametersFor(
  { ...api, parameters: { ...api.parameters, known: new Set(["temperature", "max_tokens", "seed", "stop"]) } },
  { ...first, label: "Acme", rename: { seed: "random_seed" }, refuses: { top_k: "Acme has no top_k" } },
  "m",
);

function plan(given: Partial<ParameterInput>) {
  return planParameters({ overrides: {}, promptConfig: {}, call: {}, ...given }, rules);
}

const sent = (given: Partial<ParameterInput>) =>
  Object.fromEntries(
    plan(given)
      .parameters.filter((parameter) => parameter.sent)
      .map(({ key, value, sentAs, source }) => [sentAs ?? key, { value, source }]),
  );

describe("planParameters", () => {
  it("override beats Langfuse config beats call, and the losers stay visible with the reason", () => {
    const given = { overrides: { temperature: 0.1 }, promptConfig: { temperature: 0.5 }, call: { temperature: 0.9 } };
    expect(sent(given)).toEqual({ temperature: { value: 0.1, source: "override" } });
    const losers = plan(given).parameters.filter((parameter) => !parameter.sent);
    expect(losers.map(({ source, note }) => [source, note])).toEqual([
      ["prompt config", "replaced by override"],
      ["call", "replaced by override"],
    ]);
  });

  it("sends nothing that nobody set", () => {
    expect(plan({})).toEqual({ parameters: [], extraBody: {}, warnings: [] });
  });

  it("an unknown key is not sent and warns; inside extra_body it is sent (vector 2: LiteLLM drops it silently)", () => {
    const planned = plan({ promptConfig: { foo: "bar", extra_body: { top_k: 4 } } });
    expect(planned.parameters).toMatchObject([{ key: "foo", sent: false }]);
    expect(planned.warnings).toMatchObject([{ code: "parameter_not_sent", subject: "foo" }]);
    expect(planned.extraBody).toEqual({ top_k: 4 });
  });

  it("extra_body merges key by key with the same precedence", () => {
    const extraBody = plan({
      call: { extra_body: { a: 1, b: 1, c: 1 } },
      promptConfig: { extra_body: { b: 2, c: 2 } },
      overrides: { extra_body: { c: 3 } },
    }).extraBody;
    expect(extraBody).toEqual({ a: 1, b: 2, c: 3 });
  });

  it("renames and refuses as the provider's data says", () => {
    expect(sent({ overrides: { seed: 7 } })).toEqual({ random_seed: { value: 7, source: "override" } });
    expect(plan({ overrides: { top_k: 3 } }).warnings[0]?.message).toContain("Acme has no top_k");
  });

  it("two names of one parameter reach the body once, the stronger source winning", () => {
    const given = { overrides: { random_seed: 1 }, promptConfig: { seed: 2 } };
    expect(sent(given)).toEqual({ random_seed: { value: 1, source: "override" } });
  });

  it("connection settings in a prompt's config never become parameters (SSRF by config)", () => {
    const planned = plan({ promptConfig: { api_base: "http://evil", api_key: "x", model: "m", stream: false } });
    expect(planned.parameters.filter((parameter) => parameter.sent)).toEqual([]);
  });

  it("keys of Object.prototype are ordinary unknown keys", () => {
    const config: unknown = JSON.parse('{"constructor":1,"__proto__":{"temperature":1}}');
    const planned = plan({ promptConfig: config as ParameterInput["promptConfig"] });
    expect(planned.parameters.every((parameter) => !parameter.sent)).toBe(true);
  });

  it("null means not set; a config that is no object has no parameters", () => {
    expect(sent({ overrides: { stop: null } })).toEqual({});
    expect(plan({ promptConfig: "temperature" }).parameters).toEqual([]);
  });
});
