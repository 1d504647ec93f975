import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, expect, it } from "vitest";
import { openWorld, pageConfig, pagePrompt } from "../conformance/gateway/gateway-world.ts";
import { hasPython } from "./has-python.ts";

const filled = [
  { role: "system", content: "You are a helpful assistant." },
  { role: "user", content: "this is used" },
];

describe.skipIf(!hasPython("openai"))("the OpenAI Python SDK against the gateway", () => {
  it("understands the page's example, a stream, and an error it can tell", async () => {
    const world = await openWorld({ config: pageConfig, prompts: [pagePrompt] });
    world.provider.next(
      { kind: "answer", answer: { text: "whole" } },
      { kind: "answer", answer: { text: "streamed" } },
    );
    const env = { PATH: process.env["PATH"], BASE_URL: `${world.url}/v1` };
    const { stdout } = await promisify(execFile)("python3", ["-c", program], { env });
    expect(stdout.trimEnd().split("\n")).toEqual(["whole", "streamed", "BadRequestError 400"]);
    expect(world.provider.requests.map((request) => request.json()["messages"])).toEqual([filled, filled]);
    await world.close();
  });
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
