import { createProblemList } from "@engine/litellm/config-problem.ts";
import { parseYaml } from "@engine/litellm/parse-yaml.ts";
import { editConfig, writeConfig } from "@engine/litellm/write-config.ts";
import { toJson } from "@engine/litellm/yaml-tree.ts";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { drawn } from "../../prove-scale.ts";

const config = `# our gateway
model_list:
  - model_name: a # the main one
    litellm_params:
      model: openai/gpt-4o
      my_own_key: {keep: [me, 012, no]}
    model_info:
      owner: "team blue"

x_company: &shared
  budget: 1_000
litellm_settings:
  success_callback: ["langfuse"]
  <<: *shared
`;

function read(text: string) {
  const tree = parseYaml(text, "config.yaml", createProblemList());
  return tree && toJson(tree);
}

describe("round trip", () => {
  it("comments, order, anchors and unknown keys survive (an editor that drops them ruins a shared file)", () => {
    expect(editConfig(config, [])).toBe(config);
  });

  it("an edit changes its own line only", () => {
    const path = ["model_list", 0, "litellm_params", "model"];
    expect(editConfig(config, [{ path, value: "openai/gpt-4o-mini" }])).toBe(
      config.replace("openai/gpt-4o", "openai/gpt-4o-mini"),
    );
  });

  it("a removed key takes nothing else with it", () => {
    expect(editConfig(config, [{ path: ["litellm_settings", "success_callback"], value: undefined }])).toBe(
      config.replace('  success_callback: ["langfuse"]\n', ""),
    );
  });

  it("values that YAML 1.1 would misread are written in quotes", () => {
    const tricky = {
      a: "no",
      b: "012",
      c: "2024-01-01",
      d: "1:30",
      e: "",
      f: "~",
      g: "1_000",
      h: true,
      i: 1.5,
      j: null,
      k: 1e-7,
      l: 1e21,
    };
    expect(read(writeConfig(tricky))).toEqual(tricky);
    expect(writeConfig({ v: "2024-10-21" })).toBe('v: "2024-10-21"\n');
  });

  it("any text survives being written and read as LiteLLM reads it", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        expect(read(writeConfig({ list: [{ value: text }] }))).toEqual({ list: [{ value: text }] });
      }),
      drawn(300),
    );
  });
});
