import { afterEach, expect, it } from "vitest";
import { createHeldObjects } from "../../held-objects.ts";
import { runs } from "../../prove-scale.ts";
import { type GatewayWorld, openWorld } from "./gateway-world.ts";

let world: GatewayWorld | undefined;
afterEach(async () => {
  await world?.close();
  world = undefined;
});

const config = `
model_list:
  - {model_name: plain, litellm_params: {model: openai/gpt-4o, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}}
  - {model_name: prompted, litellm_params: {model: langfuse/gpt-4o, prompt_id: greet, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}}
`;

/** A cache by call, a listener on a kept connection or a timer that is not cleared would hold each of them. */
it("a call that has ended is held by nobody, whole, streamed, through a prompt or cut off", {
  timeout: 600_000,
}, async () => {
  world = await openWorld({ config, prompts: [{ name: "greet", prompt: "Hello {{name}}", labels: ["production"] }] });
  const held = createHeldObjects();
  const messages = [{ role: "user", content: "hi" }];
  for (let n = 0; n < runs(12); n++) {
    for (const body of [
      { model: "plain", messages },
      { model: "plain", messages, stream: true },
      { model: "prompted", messages, prompt_variables: { name: `N${n}` } },
    ]) {
      await (await world.post("/v1/chat/completions", body)).text();
      await takeCall(world, held.track);
    }
    world.provider.next({ kind: "trickle", answer: { text: "one word after the other" }, everyMs: 5 });
    const gone = new AbortController();
    const cut = await fetch(`${world.url}/v1/chat/completions`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ model: "plain", messages, stream: true }),
      signal: gone.signal,
    });
    await cut.body?.getReader().read();
    gone.abort();
    await takeCall(world, held.track);
  }
  // The last ones may still hang on connections that are kept.
  expect(await held.count()).toBeLessThan(8);
});

async function takeCall({ ended, calls }: GatewayWorld, track: (object: object) => void): Promise<void> {
  const [call] = await ended(1);
  if (call) track(call.record);
  calls.length = 0;
}
