import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openHistory } from "@engine/history/history.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import type OpenAI from "openai";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type CallKeeper, keepCalls } from "../../../electron/hosts/gateway/keep-calls.ts";
import { encryptedThought } from "../../fakes/provider/response-answers.ts";
import { canary, type GatewayWorld, openWorld, pagePrompt } from "./gateway-world.ts";

/* Responses that are named later: those of a server that speaks them lie there, all others in the app's history. */

const key = "api_key: os.environ/PROVIDER_KEY";
const config = `model_list:
  - {model_name: native, litellm_params: {model: openai/responses/gpt-5.2, ${key}, api_base: PROVIDER_URL}, model_info: {id: one}}
  - {model_name: native, litellm_params: {model: openai/responses/gpt-5.3, ${key}, api_base: PROVIDER_URL}, model_info: {id: two}}
  - {model_name: other, litellm_params: {model: openai/responses/gpt-5.2, ${key}, api_base: PROVIDER_URL}, model_info: {id: three}}
  - {model_name: gpt, litellm_params: {model: openai/gpt-4o, ${key}, api_base: PROVIDER_URL}}
  - {model_name: claude, litellm_params: {model: anthropic/claude-sonnet-4-5, ${key}, api_base: ORIGIN}}
  - {model_name: by-prompt, litellm_params: {model: langfuse/gpt, prompt_id: test-chat-prompt}}
`;

let world: GatewayWorld;
let client: OpenAI;
let folder: string;
let keeper: CallKeeper | undefined;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "promptscope-kept-"));
  const history = await openHistory({ folder });
  await history.ready;
  await history.close();
  keeper = keepCalls(folder, (problem) => {
    throw new Error(problem);
  });
  if (!keeper) throw new Error("There is no history.");
  const { follow, answers } = keeper;
  // The first entry of the group is drawn.
  world = await openWorld({ config, prompts: [pagePrompt], follow, answers, random: () => 0 });
  client = world.client();
});
afterEach(async () => {
  await world.close();
  await keeper?.close();
  rmSync(folder, { recursive: true, force: true });
});
/** The SDK has no type for it. */
const storeOf = (response: object) => (response as { store?: unknown }).store;
const sent = async (index = 0) => world.provider.request(index);
const failure = (call: Promise<unknown>) =>
  call.then(
    () => "answered",
    (error: { status: number; message: string }) => `${error.status} ${error.message}`,
  );

describe("at a server that speaks them", () => {
  it.each([true, false])("an id leads back to the entry that gave it; streamed: %s", async (stream) => {
    const params = { model: "native", input: "one", store: true };
    const first = stream
      ? await client.responses.stream(params).finalResponse()
      : await client.responses.create(params);
    expect(first.id).toMatch(/^resp_/);
    const served = (await sent()).json()["model"];
    // The other entry of the group would be drawn as often.
    for (let again = 1; again <= 4; again += 1) {
      await client.responses.create({ model: "native", input: "two", previous_response_id: first.id });
      const { model, previous_response_id: before, input } = (await sent(again)).json();
      expect([model, before, input]).toEqual([served, "resp_fake", "two"]);
    }
    const kept = await client.responses.retrieve(first.id);
    const asked = await sent(5);
    expect([asked.method, asked.path, asked.header("authorization")]).toEqual([
      "GET",
      "/v1/responses/resp_fake",
      `Bearer ${canary}`,
    ]);
    expect([kept.id, kept.model, kept.output_text]).toEqual([first.id, "native", "Kept."]);
    // What it went on with can be asked for, too.
    await client.responses.retrieve(kept.previous_response_id ?? "");
    expect((await sent(6)).path).toBe("/v1/responses/resp_before");
    await client.responses.delete(first.id);
    expect([(await sent(7)).method, (await sent(7)).path]).toEqual(["DELETE", "/v1/responses/resp_fake"]);
  });

  it("another model cannot go on with it, and says whose it is", async () => {
    const { id } = await client.responses.create({ model: "native", input: "one" });
    const call = client.responses.create({ model: "claude", input: "two", previous_response_id: id });
    expect(await failure(call)).toMatch(/^400 .*kept at the provider of another model than claude/);
    expect(world.provider.requests).toHaveLength(1);
  });
});

describe("items that are named in place of being sent", () => {
  // The AI SDK names every item it was answered: the whole conversation before was lost on its way to another model.
  it.each([true, false])("those written here are put in their place; streamed: %s", async (stream) => {
    const toolCalls = [{ id: "c1", name: "w", arguments: "{}" }];
    world.provider.next({ kind: "answer", answer: { reasoning: "let me see", text: "I look.", toolCalls } });
    const params = {
      model: "claude",
      input: [{ role: "user" as const, content: "w?" }],
      tools: [{ type: "function" as const, name: "w", parameters: { type: "object", properties: {} }, strict: false }],
      reasoning: { effort: "low" as const },
    };
    const first = stream
      ? await client.responses.stream(params).finalResponse()
      : await client.responses.create(params);
    const named = first.output.map(({ id }) => ({ type: "item_reference" as const, id: id ?? "" }));
    const result = { type: "function_call_output" as const, call_id: "c1", output: "rain" };
    await client.responses.create({ ...params, input: [...params.input, ...named, result] });
    expect((await sent(1)).json()["messages"]).toMatchObject([
      { role: "user" },
      {
        role: "assistant",
        content: [
          { type: "thinking", thinking: "let me see", signature: "c2ln" },
          { type: "text", text: "I look." },
          { type: "tool_use", id: "c1" },
        ],
      },
      { role: "user", content: [{ type: "tool_result", tool_use_id: "c1" }] },
    ]);
  });

  // The other entry of the group, at another account, has never seen the item: every second call failed.
  it.each([true, false])("those of a server lead back to the entry that gave them; streamed: %s", async (stream) => {
    const params = { model: "native", input: "one", store: true };
    const answer = stream
      ? await client.responses.stream(params).finalResponse()
      : await client.responses.create(params);
    const served = (await sent()).json()["model"];
    const [first] = answer.output;
    const input = [
      { type: "item_reference" as const, id: first?.id ?? "" },
      { role: "user" as const, content: "two" },
    ];
    for (let again = 1; again <= 4; again += 1) {
      await client.responses.create({ model: "native", input });
      const { model, input: given } = (await sent(again)).json();
      expect([model, given]).toEqual([served, [{ type: "item_reference", id: "msg_fake" }, input[1]]]);
    }
    // Sent whole it has the server's own id again.
    await client.responses.create({ model: "native", input: [first as never, input[1] as never], store: false });
    expect(JSON.stringify((await sent(5)).json()["input"])).toContain('"id":"msg_fake"');
  });

  // Encrypted for one account, a thought was sent to another, which refuses it.
  it("a thought that is sent whole goes to the entry that made it, to another where that one fails", async () => {
    world.provider.next({ kind: "answer", answer: { reasoning: "let me see", text: "One." } });
    const include = ["reasoning.encrypted_content" as const];
    const { output } = await client.responses.create({ model: "two", input: "one", store: false, include });
    const input = [...output, { role: "user", content: "two" }] as OpenAI.Responses.ResponseInput;
    await client.responses.create({ model: "native", input, store: false, include });
    const { model, input: given } = (await sent(1)).json();
    expect(model).toBe("gpt-5.3");
    expect(given).toMatchObject([{ id: "rs_fake", encrypted_content: encryptedThought }, { id: "msg_fake" }, {}]);
    world.provider.next({ kind: "status", status: 401 });
    await client.responses.create({ model: "native", input, store: false, include });
    expect([(await sent(2)).json()["model"], (await sent(3)).json()["model"]]).toEqual(["gpt-5.3", "gpt-5.2"]);
  });

  it("no other model is asked without those that are named", async () => {
    const [first] = (await client.responses.create({ model: "native", input: "one" })).output;
    const input = [{ type: "item_reference" as const, id: first?.id ?? "" }];
    expect(await failure(client.responses.create({ model: "gpt", input }))).toMatch(
      /^400 .*input: that answer is kept at the provider of another model than gpt/,
    );
    const foreign = [{ type: "item_reference" as const, id: "msg_of_somebody" }];
    expect(await failure(client.responses.create({ model: "gpt", input: foreign }))).toMatch(
      /^400 .*msg_of_somebody is not kept here/,
    );
    const [second] = (await client.responses.create({ model: "other", input: "one" })).output;
    const both = [...input, { type: "item_reference" as const, id: second?.id ?? "" }];
    expect(await failure(client.responses.create({ model: "native", input: both }))).toMatch(/^400 .*two models/);
  });

  it("those that were written here and are gone are not gone on without", async () => {
    const gone = { type: "item_reference" as const, id: `msg_${crypto.randomUUID()}_0` };
    expect(await failure(client.responses.create({ model: "gpt", input: [gone] }))).toMatch(/^400 .*or no longer/);
    expect(world.provider.requests).toHaveLength(0);
  });
});

describe("written here", () => {
  it.each(["gpt", "claude"])("%s goes on with an answer of the history, without its instructions", async (model) => {
    const call = { id: "c1", name: "w", arguments: '{"at":"Bern"}' };
    const reasoning = model === "claude" ? { reasoning: "let me see" } : {};
    world.provider.next({ kind: "answer", answer: { text: "I look.", toolCalls: [call], ...reasoning } });
    const tools = [
      { type: "function" as const, name: "w", parameters: { type: "object", properties: {} }, strict: false },
    ];
    const first = await client.responses.create({ model, instructions: "Be brief.", input: "w?", tools });
    const item = first.output.find(({ type }) => type === "function_call");
    const second = await client.responses.create({
      model,
      previous_response_id: first.id,
      instructions: "Be long.",
      input: [{ type: "function_call_output", call_id: (item as { call_id: string }).call_id, output: "rain" }],
      tools,
    });
    expect([second.previous_response_id, storeOf(second)]).toEqual([first.id, true]);
    const { messages, system } = (await sent(1)).json() as { messages: JsonObject[]; system?: unknown };
    if (model === "gpt") {
      expect(messages).toMatchObject([
        { role: "system", content: "Be long." },
        { role: "user", content: "w?" },
        { role: "assistant", content: "I look.", tool_calls: [{ id: "c1" }] },
        { role: "tool", tool_call_id: "c1", content: "rain" },
      ]);
    } else {
      expect(JSON.stringify(system)).toContain("Be long.");
      expect(messages).toMatchObject([
        { role: "user" },
        {
          role: "assistant",
          content: [{ type: "thinking", signature: "c2ln" }, { type: "text" }, { type: "tool_use" }],
        },
        { role: "user", content: [{ type: "tool_result", tool_use_id: "c1" }] },
      ]);
    }
    // A third turn has all before it.
    await client.responses.create({ model, previous_response_id: second.id, input: "and now?", tools });
    const third = (await sent(2)).json() as { messages: JsonObject[] };
    expect(third.messages.at(-1)).toMatchObject({ role: "user" });
    expect(JSON.stringify(third.messages)).toContain("Hello from the fake provider.");
    expect(JSON.stringify(third)).not.toContain("Be long.");
  });

  it("of another model it is sent to a server that speaks them as items", async () => {
    const first = await client.responses.create({ model: "gpt", input: "one" });
    await client.responses.create({ model: "native", previous_response_id: first.id, input: "two" });
    const body = (await sent(1)).json();
    expect(body).not.toHaveProperty("previous_response_id");
    expect(body["input"]).toMatchObject([
      { role: "user", content: "one" },
      { role: "assistant" },
      { role: "user", content: "two" },
    ]);
  });

  it("is given again as it was, under its own id, until it is removed", async () => {
    const first = await client.responses.create({ model: "gpt", input: "one" });
    const kept = await client.responses.retrieve(first.id);
    expect(kept).toEqual(first);
    await client.responses.delete(first.id);
    expect(await failure(client.responses.retrieve(first.id))).toMatch(/^404 .*not found/);
    const gone = client.responses.create({ model: "gpt", input: "x", previous_response_id: first.id });
    expect(await failure(gone)).toMatch(/^400 .*not kept here, or no longer/);
  });

  it("outlives the gateway", async () => {
    const first = await client.responses.create({ model: "gpt", input: "one" });
    await keeper?.close();
    keeper = keepCalls(folder, () => undefined);
    await world.close();
    world = await openWorld({ config, ...(keeper ? { answers: keeper.answers, follow: keeper.follow } : {}) });
    expect((await world.client().responses.retrieve(first.id)).output_text).toBe(first.output_text);
  });

  it("store: false keeps none for clients, and a chat is no response", async () => {
    const first = await client.responses.create({ model: "gpt", input: "one", store: false });
    expect(storeOf(first)).toBe(false);
    expect(await failure(client.responses.retrieve(first.id))).toMatch(/^404/);
    await client.chat.completions.create({ model: "gpt", messages: [{ role: "user", content: "x" }] });
    const chat = (await world.ended(2))[1]?.record.id;
    expect(await failure(client.responses.retrieve(`resp_${chat}`))).toMatch(/^404/);
  });
});

it("without a history both are refused with the reason, ids of the provider's own are not", async () => {
  await world.close();
  world = await openWorld({ config, random: () => 0 });
  client = world.client();
  const first = await client.responses.create({ model: "gpt", input: "one" });
  expect(storeOf(first)).toBe(false);
  expect(await failure(client.responses.retrieve(first.id))).toMatch(/^400 .*--no-history/);
  const next = client.responses.create({ model: "gpt", input: "x", previous_response_id: first.id });
  expect(await failure(next)).toMatch(/^400 .*--no-history/);
  const native = await client.responses.create({ model: "native", input: "one" });
  expect((await client.responses.retrieve(native.id)).output_text).toBe("Kept.");
  expect(await failure(client.responses.retrieve("nonsense"))).toMatch(/^404/);
  const listed = await fetch(`${world.url}/v1/responses/resp_1/input_items`);
  expect([listed.status, await listed.text()]).toEqual([404, expect.stringContaining("GET /v1/responses/{id}")]);
});
