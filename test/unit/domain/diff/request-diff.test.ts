import { diffRequests, summarizeDifferences } from "@shared/domain/diff/request-diff.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import type { WireRequest } from "@shared/domain/wire/wire.ts";
import { describe, expect, it } from "vitest";

const message = (content: string) => ({ role: "user", content });
const body = { model: "gpt-4o", messages: [message("a"), message("b"), message("c")], temperature: 0.2, stream: true };

function wire(value: JsonObject | string = body, given: Partial<WireRequest> & { hint?: string } = {}): WireRequest {
  const { hint = "sk-…1111", ...rest } = given;
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return {
    method: "POST",
    url: "https://api.openai.com/v1/chat/completions",
    headers: [
      { name: "content-type", value: ["application/json"] },
      { name: "authorization", value: ["Bearer ", { secret: "x", variable: "OPENAI_API_KEY", hint }] },
      { name: "content-length", value: [String(text.length)] },
    ],
    body: text,
    bodyBytes: text.length,
    bodySha256: "",
    ...rest,
  };
}

const summary = (before: WireRequest, after: WireRequest) => summarizeDifferences(diffRequests(before, after));

describe("request diff", () => {
  it("says in one line what differs, model first and messages last", () => {
    const after = {
      ...body,
      messages: [message("a"), message("B"), message("c")],
      temperature: 1,
      model: "o3",
      seed: 1,
    };
    expect(summary(wire(), wire(after))).toBe("model, temperature, seed, message 2");
    expect(summary(wire(), wire())).toBe("");
  });

  it("many messages become a number, added ones count", () => {
    const five = { ...body, messages: ["1", "2", "3", "4", "5"].map(message) };
    expect(summary(wire(), wire(five))).toBe("5 messages");
    expect(summary(wire(), wire({ ...body, messages: [...body.messages, message("d")] }))).toBe("message 4");
  });

  it("sees address and key, not what follows from them (a length that differs with every body)", () => {
    const other = wire(body, { url: "https://eu.example/v1/chat/completions", hint: "sk-…2222" });
    expect(summary(wire(), other)).toBe("address, key");
    const differences = diffRequests(wire(), wire({ ...body, temperature: 0.25 }));
    expect(differences.map(({ part, path }) => [part, path])).toEqual([["body", "$.temperature"]]);
    expect(JSON.stringify(diffRequests(wire(), other))).not.toContain('"secret"');
  });

  it("requests of two APIs are compared key by key", () => {
    const anthropic = { model: "claude", system: "s", messages: [message("a")], max_tokens: 9, stream: true };
    expect(summary(wire(), wire(anthropic))).toBe(
      "model, temperature, max_tokens, system message, message 2, message 3",
    );
  });

  it("bodies typed by hand: other white space is a difference, broken JSON one as a whole", () => {
    expect(summary(wire(), wire(JSON.stringify(body, null, 2)))).toBe("order of keys or white space");
    expect(summary(wire(), wire("{broken"))).toBe("body");
  });
});
