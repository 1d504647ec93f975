import { createCooldowns, findGroup, nextDeployment, pickDeployment } from "@engine/gateway/deployments.ts";
import { createEventGate } from "@engine/gateway/event-gate.ts";
import { type Deployment, emptyConfig } from "@engine/litellm/config-model.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../prove-scale.ts";

function deployment(id: string, more: Partial<Deployment> = {}): Deployment {
  const at = { file: "config.yaml", line: 1, column: 1 };
  const keys = { apiKey: null, apiBase: null, apiVersion: null, organization: null, headers: [] };
  return {
    id,
    modelName: "a",
    model: "openai/gpt-4o",
    ...keys,
    parameters: {},
    modelInfo: {},
    at,
    places: {},
    path: id,
    ...more,
  };
}

/** How often each entry is drawn over evenly spread draws. */
function shares(deployments: Deployment[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (let draw = 0; draw < 1000; draw += 1) {
    const { id } = pickDeployment(deployments, draw / 1000) ?? { id: "none" };
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

describe("simple-shuffle", () => {
  it("without figures every entry is as likely", () => {
    expect(shares([deployment("x"), deployment("y")])).toEqual({ x: 500, y: 500 });
  });

  it("weight counts before rpm and rpm before tpm, decided by the first entry", () => {
    const rich = { rpm: 9, tpm: 1 };
    expect(shares([deployment("x", { weight: 3, ...rich }), deployment("y", { weight: 1, ...rich })])).toEqual({
      x: 750,
      y: 250,
    });
    expect(shares([deployment("x", { rpm: 1, tpm: 9 }), deployment("y", { weight: 9, rpm: 3 })])).toEqual({
      x: 250,
      y: 750,
    });
    expect(shares([deployment("x", { tpm: 1 }), deployment("y", { tpm: 1 })])).toEqual({ x: 500, y: 500 });
  });

  it("an entry without the figure is never drawn; with all at 0 the draw is even (a division by nothing)", () => {
    expect(shares([deployment("x", { weight: 1 }), deployment("y")])).toEqual({ x: 1000 });
    expect(shares([deployment("x", { weight: 0 }), deployment("y", { weight: 0 })])).toEqual({ x: 500, y: 500 });
  });
});

describe("groups", () => {
  const config = { ...emptyConfig(), groupAliases: { other: "a" } };
  config.models = [
    deployment("1"),
    deployment("2", { modelName: "openai/*", model: "openai/*" }),
    deployment("3", { modelName: "my-*-x", model: "groq/*" }),
  ];
  it("are found by name, alias and wildcard", () => {
    const found = (name: string) => findGroup(config, name)?.deployments.map(({ model }) => model);
    expect(found("a")).toEqual(["openai/gpt-4o"]);
    expect(found("other")).toEqual(["openai/gpt-4o"]);
    expect(found("openai/gpt-5")).toEqual(["openai/gpt-5"]);
    expect(found("my-llama-x")).toEqual(["groq/llama"]);
    expect(found("constructor")).toBeUndefined();
  });
});

describe("cool-down", () => {
  it("lasts its seconds, whatever the wall clock does, and a group of one is exempt", () => {
    let time = 0;
    const cooldowns = createCooldowns({ now: () => -time, monotonic: () => time }, 5);
    const [x, y] = [deployment("x"), deployment("y")];
    const group = { name: "a", deployments: [x, y] };
    cooldowns.fail(x);
    expect(nextDeployment(group, [], cooldowns, 0)).toBe(y);
    cooldowns.fail(y);
    expect(() => nextDeployment(group, [], cooldowns, 0)).toThrow("Try again in 5 seconds. Passed model=a.");
    expect(nextDeployment({ name: "a", deployments: [x] }, [], cooldowns, 0)).toBe(x);
    time = 5001;
    expect(nextDeployment(group, [], cooldowns, 0)).toBe(x);
    expect(nextDeployment(group, [x, y], cooldowns, 0)).toBeUndefined();
  });
});

describe("event gate", () => {
  it("any split of the bytes gives the same bytes, and only whole events before the end", () => {
    const stream = Buffer.from("data: 1\n\nevent: x\r\ndata: é🙂\r\n\r\n: ping\n\ndata: 2\r\rdata: half");
    const property = fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 80 }), (sizes) => {
      const gate = createEventGate();
      const passed: Buffer[] = [];
      let at = 0;
      for (const size of [...sizes, stream.length]) {
        passed.push(gate.push(stream.subarray(at, Math.min(at + size, stream.length))));
        at = Math.min(at + size, stream.length);
        const text = Buffer.concat(passed).toString("latin1");
        expect(text === "" || /(\n\n|\r\n\r\n|\r\r)$/.test(text)).toBe(true);
      }
      expect(Buffer.concat([...passed, gate.rest()]).equals(stream)).toBe(true);
    });
    fc.assert(property, drawn(300));
  });
});
