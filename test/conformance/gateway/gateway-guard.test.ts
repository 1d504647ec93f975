import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, describe, expect, it } from "vitest";
import { type GatewayWorld, openWorld } from "./gateway-world.ts";

const open = `
model_list:
  - {model_name: a, litellm_params: {model: openai/gpt-4o, api_key: os.environ/PROVIDER_KEY, api_base: PROVIDER_URL}}
`;
const locked = `${open}general_settings: {master_key: sk-master-0123456789}\n`;
const path = "/v1/chat/completions";
const body = { model: "a", messages: [{ role: "user", content: "Hi" }] };

let world: GatewayWorld;
afterEach(() => world.close());

/** The status of a request written byte by byte, since a well-behaved client cannot send these. */
async function statusOf(head: string, content = ""): Promise<number> {
  const socket = connect(Number(new URL(world.url).port), "127.0.0.1");
  socket.write(`${head}\r\n\r\n${content}`);
  const [answer] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  expect(answer.toString()).not.toMatch(/access-control/i);
  return Number(answer.toString().split(" ")[1]);
}

describe("who may ask", () => {
  it("only under this machine's names, from no page, with plain JSON, for every path there is or is not", async () => {
    world = await openWorld({ config: open });
    const own = `host: 127.0.0.1:${new URL(world.url).port}`;
    const json = "content-type: application/json";
    for (const target of [path, "/v1/models", "/nowhere", "/health"]) {
      const get = (more: string) => statusOf(`GET ${target} HTTP/1.1\r\n${more}`);
      const post = (more: string) => statusOf(`POST ${target} HTTP/1.1\r\n${more}\r\ncontent-length: 2`, "{}");
      expect(await get("host: evil.example")).toBe(421);
      expect(await get(`${own}\r\nhost: evil.example`)).toBeGreaterThanOrEqual(400);
      expect(await get("host: localhost.")).toBe(421);
      expect(await get(`${own}\r\norigin: https://evil.example`)).toBe(403);
      expect(await get(`${own}\r\norigin: null`)).toBe(403);
      expect(await get(`${own}\r\nsec-fetch-site: cross-site`)).toBe(403);
      expect(await post(`${own}\r\ncontent-type: text/plain`)).toBe(415);
      expect(await post(own)).toBe(415);
      expect(await post(`${own}\r\n${json}\r\norigin: http://localhost:1`)).toBe(403);
      expect(await statusOf(`OPTIONS ${target} HTTP/1.1\r\n${own}\r\norigin: https://evil.example`)).toBe(403);
      expect(await statusOf(`DELETE ${target} HTTP/1.1\r\n${own}`)).toBe(405);
    }
    expect(await statusOf(`GET //evil/v1/models HTTP/1.1\r\n${own}`)).toBe(400);
    expect(await statusOf(`GET /v1/models HTTP/1.0`)).toBe(421);
    expect(world.provider.requests).toHaveLength(0);
  });

  it("0.0.0.0, the address of LiteLLM's page, is one of them for clients that are no browser (they got 421)", async () => {
    world = await openWorld({ config: open });
    const documented = `host: 0.0.0.0:${new URL(world.url).port}`;
    const post = (more = "") =>
      statusOf(
        `POST ${path} HTTP/1.1\r\n${documented}\r\n${more}content-type: application/json\r\ncontent-length: ${JSON.stringify(body).length}`,
        JSON.stringify(body),
      );
    expect(await post()).toBe(200);
    expect(await statusOf(`GET /v1/models HTTP/1.1\r\n${documented}`)).toBe(200);
    expect(await post("origin: http://0.0.0.0:1\r\n")).toBe(421);
    expect(await post("Sec-Fetch-Site: same-origin\r\n")).toBe(421);
    expect(await post("sec-fetch-mode: no-cors\r\n")).toBe(421);
    // As Node's fetch says it, alone: OpenAI's client in JavaScript got 421 at the documented address.
    expect(await post("sec-fetch-mode: cors\r\n")).toBe(200);
    expect(await post("sec-fetch-mode: cors\r\nsec-fetch-site: cross-site\r\n")).toBe(421);
    expect(await post("sec-fetch-mode: cors\r\norigin: null\r\n")).toBe(421);
    // As the page has it, where a container's port 4000 is another one here; a browser's Host is the port it asks.
    expect(await statusOf("GET /v1/models HTTP/1.1\r\nhost: 0.0.0.0:4000")).toBe(200);
    expect(await statusOf("GET /v1/models HTTP/1.1\r\nhost: 0.0.0.0:4000\r\nsec-fetch-mode: navigate")).toBe(421);
    expect(await statusOf("GET /v1/models HTTP/1.1\r\nhost: 0.0.0.0.example:4000")).toBe(421);
  });

  it.each([
    ["bearer in small letters", { authorization: "bearer sk-master-0123456789" }],
    ["LiteLLM's header with the scheme", { "x-litellm-api-key": "Bearer sk-master-0123456789" }],
    [
      "LiteLLM's header beside an Authorization for somebody else",
      { "x-litellm-api-key": "sk-master-0123456789", authorization: "Bearer sk-other" },
    ],
    [
      "one key in two headers, as AzureOpenAI of openai 1 sends it",
      { "api-key": "sk-master-0123456789", authorization: "Bearer sk-master-0123456789" },
    ],
  ])("with a master key: %s is let in (clients could not get in)", async (_name, headers) => {
    world = await openWorld({ config: locked });
    expect((await world.post(path, body, headers as Record<string, string>)).status).toBe(200);
    expect(JSON.stringify(world.provider.requests[0]?.headers)).not.toMatch(/sk-master|sk-other/);
  });

  it("without a master key any key is accepted, and none", async () => {
    world = await openWorld({ config: open });
    expect((await world.post(path, body, { authorization: "Bearer whatever" })).status).toBe(200);
    expect((await world.post(path, body)).status).toBe(200);
  });

  it.each([
    [{}, 401, "No api key passed in."],
    [{ authorization: "" }, 401, "Malformed API Key"],
    [{ authorization: "sk-master-0123456789" }, 401, "Malformed API Key passed in. Ensure Key has `Bearer ` prefix."],
    [{ authorization: "Bearer other" }, 401, "expected, which starts with 'sk-'"],
    [{ authorization: "Bearer sk-wrong" }, 401, "Invalid proxy server token passed."],
    [{ "x-api-key": "sk-other-0123456789" }, 401, "Invalid proxy server token passed."],
    [{ "api-key": "" }, 401, "Malformed API Key"],
    [{ authorization: "Bearer sk-master-0123456789", "x-api-key": "sk-wrong" }, 400, "More than one key"],
    [{ authorization: "Bearer sk-master-0123456789", "x-litellm-api-key": "sk-wrong" }, 401, "Invalid proxy server"],
  ])("with a master key %j is %i", async (headers, status, words) => {
    world = await openWorld({ config: locked });
    const response = await world.post(path, body, headers as Record<string, string>);
    const { error } = (await response.json()) as { error: { message: string; type: string; code: string } };
    expect([response.status, error.code]).toEqual([status, String(status)]);
    expect(error.message).toContain(words);
    expect(error.message).not.toMatch(/master|wrong|other/);
    expect(world.provider.requests).toHaveLength(0);
  });

  it.each(["api-key", "x-api-key", "x-goog-api-key"])(
    "with a master key it may come as %s, as clients of other APIs send it (Azure's could not get in)",
    async (name) => {
      world = await openWorld({ config: locked });
      const response = await world.post(
        "/openai/deployments/a/chat/completions?api-version=2024-10-21",
        { messages: [{ role: "user", content: "Hi" }] },
        { [name]: "sk-master-0123456789" },
      );
      expect(response.status).toBe(200);
      expect(JSON.stringify(world.provider.requests[0]?.headers)).not.toContain("sk-master");
    },
  );

  it("without the right key a body of 30 MB is refused before a byte of it is read", async () => {
    world = await openWorld({ config: locked });
    const head = `POST ${path} HTTP/1.1\r\nhost: ${new URL(world.url).host}\r\ncontent-type: application/json\r\ncontent-length: 31457280`;
    expect(await statusOf(head)).toBe(401);
    expect(await statusOf(`${head}\r\nauthorization: Bearer sk-wrong`)).toBe(401);
  });

  it("the right key opens every route; without it only the signs of life answer", async () => {
    world = await openWorld({ config: locked });
    const authorization = "Bearer sk-master-0123456789";
    expect((await world.post(path, body, { authorization })).status).toBe(200);
    const status = async (target: string, headers = {}) => (await fetch(world.url + target, { headers })).status;
    for (const target of ["/v1/models", "/models", "/model/info", "/health", "/nowhere"])
      expect(await status(target)).toBe(401);
    expect(await status("/v1/models", { authorization })).toBe(200);
    expect(await status("/health/liveliness")).toBe(200);
    expect(await status("/health/readiness")).toBe(200);
  });

  it.each([20, 256, 257, 2_000])("a master key of %i characters opens, and none that is nearly it", async (length) => {
    const key = "sk-".padEnd(length, "k");
    world = await openWorld({ config: `${open}general_settings: {master_key: ${key}}\n` });
    const status = async (given: string) =>
      (await fetch(`${world.url}/v1/models`, { headers: { authorization: `Bearer ${given}` } })).status;
    expect(await status(key)).toBe(200);
    for (const near of [key.slice(0, -1), `${key}k`, `${key.slice(0, -1)}x`]) expect(await status(near)).toBe(401);
    expect(await status(key)).toBe(200);
  });

  it("guessing is slowed down, and does not lock the right key out", async () => {
    world = await openWorld({ config: locked });
    const guesses = await Promise.all(
      Array.from({ length: 12 }, (_, index) => world.post(path, body, { authorization: `Bearer sk-guess-${index}` })),
    );
    expect(guesses.map(({ status }) => status)).toContain(429);
    expect((await world.post(path, body, { authorization: "Bearer sk-master-0123456789" })).status).toBe(200);
  });

  it.each([
    ["nonsense", 400],
    ["[]", 400],
    ["null", 400],
    [`{"model":"a"}`, 400],
    [`{"model":"a","messages":"x"}`, 400],
    [`{"model":7,"messages":[]}`, 400],
    [`{"model":"a","messages":[{"role":"user"}],"stream":"yes"}`, 400],
    [`${"[".repeat(50_000)}`, 400],
    [`{"model":"a","messages":[{"role":"user","content":"x"}],"x":${"[".repeat(200)}${"]".repeat(200)}}`, 400],
  ])("a body like %.40s is explained with %i", async (text, status) => {
    world = await openWorld({ config: open });
    const response = await world.post(path, text);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error: { code: String(status), message: expect.any(String) } });
    expect(world.provider.requests).toHaveLength(0);
  });

  it("__proto__ in a body is inert", async () => {
    world = await openWorld({ config: open });
    const text = `{"model":"a","messages":[{"role":"user","content":"x"}],"__proto__":{"polluted":1},"metadata":{"__proto__":{"polluted":1}}}`;
    expect((await world.post(path, text)).status).toBe(200);
    expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
  });
});
