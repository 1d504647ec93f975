import type { JsonObject } from "@shared/domain/json/json.ts";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type FakeProvider, startFakeProvider } from "../../fakes/provider/fake-provider.ts";
import { askFake } from "./ask-fake.ts";
import {
  customCall,
  customResult,
  input,
  responseCall,
  responseResult,
  responseRows,
  responseTool,
  schema,
  thought,
} from "./fake-responses-rows.ts";

let fake: FakeProvider;
beforeAll(async () => {
  fake = await startFakeProvider();
});
afterAll(() => fake.close());

describe("responses", () => {
  it.each(responseRows)("%s: %j", async (_check, body, words) => {
    const { status, text } = await askFake(fake, "responses", { model: "gpt-4o", input, ...body });
    expect(status).toBe(400);
    const { error } = JSON.parse(text) as { error: JsonObject };
    expect(Object.keys(error)).toEqual(["message", "type", "param", "code"]);
    expect(error["message"]).toContain(words);
  });

  it("a field and a key that are missing, a thought without its text where nothing was kept", async () => {
    expect((await askFake(fake, "responses", { model: "m" })).text).toContain("Missing required parameter: 'input'.");
    expect((await askFake(fake, "responses", { model: "m", input }, {})).status).toBe(401);
    const { encrypted_content: _, ...bare } = thought;
    const asked = { model: "o3", store: false, input: [...input, bare, responseCall, responseResult] };
    const { status, text } = await askFake(fake, "responses", asked);
    expect([status, text]).toEqual([404, expect.stringContaining("Items are not persisted")]);
  });

  it("takes what is right: thoughts, calls of both kinds and their results, parts, a schema", async () => {
    const whole = {
      model: "o3",
      instructions: "Be brief.",
      input: [
        {
          role: "user",
          content: [
            { type: "input_text", text: "Hi" },
            { type: "input_image", image_url: "data:," },
          ],
        },
        thought,
        responseCall,
        responseResult,
        { ...customCall, call_id: "c2" },
        { ...customResult, call_id: "c2" },
        { role: "assistant", content: [{ type: "output_text", text: "x", annotations: [] }] },
        ...input,
      ],
      tools: [responseTool, { type: "web_search" }],
      tool_choice: { type: "function", name: "f" },
      text: { format: schema, verbosity: "low" },
      include: ["reasoning.encrypted_content"],
      store: false,
      stream: true,
    };
    expect((await askFake(fake, "responses", whole)).status).toBe(200);
  });
});
