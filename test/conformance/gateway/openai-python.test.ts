import { execFile, spawnSync } from "node:child_process";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type GatewayWorld, openWorld, pageConfig, pagePrompt } from "./gateway-world.ts";

let world: GatewayWorld;
beforeEach(async () => {
  world = await openWorld({ config: pageConfig, prompts: [pagePrompt] });
});
afterEach(() => world.close());

const filled = [
  { role: "system", content: "You are a helpful assistant." },
  { role: "user", content: "this is used" },
];

describe("the OpenAI Python SDK", () => {
  // What the SDK puts on the wire for the page's example, for machines without it.
  it("is understood: extra_body at the top of the body, and its own headers", async () => {
    const body = {
      messages: [{ role: "user", content: "This will be ignored" }],
      model: "my-langfuse-model",
      prompt_variables: { user_message: "this is used" },
    };
    const headers = {
      authorization: "Bearer anything",
      "user-agent": "OpenAI/Python 2.8.1",
      "x-stainless-lang": "python",
      "x-stainless-retry-count": "0",
      "x-stainless-read-timeout": "600",
    };
    expect((await world.post("/v1/chat/completions", body, headers)).status).toBe(200);
    expect(world.provider.requests[0]?.json()).toEqual({ model: "gpt-3.5-turbo", messages: filled });
    expect(JSON.stringify(world.provider.requests[0]?.headers)).not.toMatch(/stainless|anything|Python/);
  });

  if (spawnSync("python3", ["-c", "import openai"]).status === 0) {
    it("itself: the page's example, a stream, and an error it can tell", async () => {
      world.provider.next(
        { kind: "answer", answer: { text: "whole" } },
        { kind: "answer", answer: { text: "streamed" } },
      );
      const env = { PATH: process.env["PATH"], BASE_URL: `${world.url}/v1` };
      const { stdout } = await promisify(execFile)("python3", ["-c", program], { env });
      expect(stdout.trimEnd().split("\n")).toEqual(["whole", "streamed", "BadRequestError 400"]);
      expect(world.provider.requests.map((request) => request.json()["messages"])).toEqual([filled, filled]);
    });
  } else {
    console.warn("Not run here: the OpenAI Python SDK itself against the gateway (python3 cannot import openai).");
  }
});

const program = `
import os, openai
client = openai.OpenAI(api_key="anything", base_url=os.environ["BASE_URL"], max_retries=0)
call = dict(
    model="my-langfuse-model",
    messages=[{"role": "user", "content": "This will be ignored"}],
    extra_body={"prompt_variables": {"user_message": "this is used"}},
)
print(client.chat.completions.create(**call).choices[0].message.content)
chunks = client.chat.completions.create(**call, stream=True)
print("".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices))
try:
    client.chat.completions.create(model="nowhere", messages=call["messages"])
except openai.BadRequestError as error:
    print(type(error).__name__, error.status_code)
`;
