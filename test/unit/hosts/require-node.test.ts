import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, it } from "vitest";
import { requireNode } from "../../../electron/hosts/require-node.ts";

it.each(["22.16.0", "22.23.3", "24.0.0", "26.1.0"])("runs on Node %s", (version) => {
  expect(() => requireNode(version)).not.toThrow();
});

it.each(["22.15.1", "21.7.3", "20.20.2", "18.20.0"])(
  "refuses Node %s by a code of its own, with both versions",
  (version) => {
    const error = expect.objectContaining({
      code: "node_too_old",
      stage: "config",
      message: `Promptscope needs Node 22.16 or newer; this is ${version}.`,
    });
    expect(() => requireNode(version)).toThrow(expect.objectContaining({ error }));
  },
);

it("is what package.json tells npm", () => {
  const manifest = JSON.parse(readFileSync(resolve(import.meta.dirname, "../../../package.json"), "utf8"));
  expect(manifest.engines).toEqual({ node: ">=22.16" });
});
