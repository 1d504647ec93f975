import { createRedactor } from "@engine/http/redact.ts";
import { describe, expect, it } from "vitest";

const secret = 'sk-"quoted"/+=?ü-1234';

describe("createRedactor", () => {
  const redact = createRedactor(() => [secret]);

  it.each([
    ["as it is", secret],
    ["base64", Buffer.from(secret).toString("base64")],
    ["base64url", Buffer.from(secret).toString("base64url")],
    ["URL encoded", encodeURIComponent(secret)],
    ["inside JSON", JSON.stringify({ key: secret }).slice(8, -2)],
  ])("replaces a secret %s, every time", (_form, text) => {
    expect(redact(`<${text}> <${text}>`)).toBe("<[secret]> <[secret]>");
  });

  it("leaves text alone when a value is too short to be a key", () => {
    expect(createRedactor(() => ["", "abc"])("abc and no more")).toBe("abc and no more");
  });

  it("covers a secret that became known later", () => {
    const values: string[] = [];
    const late = createRedactor(() => values);
    expect(late("later-secret")).toBe("later-secret");
    values.push("later-secret");
    expect(late("later-secret")).toBe("[secret]");
  });
});
