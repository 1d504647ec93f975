import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer as createHttp, type Server } from "node:http";
import { createServer as createHttps } from "node:https";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { inspect } from "node:util";
import { askForProxies, chooseProxy, environmentProxies, findProxy, proxyOfPac } from "@engine/http/proxies.ts";
import { createFetch } from "@engine/http/recording-fetch.ts";
import { isProxySetting, proxyProblem } from "@shared/domain/proxy.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { systemProxies } from "../../../electron/hosts/desktop/system-proxies.ts";
import { contextFor } from "./fetch-context.ts";
import { type LocalProxy, startLocalProxy } from "./local-proxy.ts";

const pem = (name: string) => readFileSync(join(import.meta.dirname, "../../fixtures/tls", `${name}.pem`), "utf8");
const known = getCACertificates("default");
/** Of the certificate that the server shows; nobody but the proxy knows where it is. */
const host = "other.example";

let server: Server | undefined;
let proxy: LocalProxy | undefined;
afterEach(() => {
  setDefaultCACertificates(known);
  askForProxies(environmentProxies({}));
  chooseProxy("system");
  vi.unstubAllEnvs();
  server?.closeAllConnections();
  server?.close();
  proxy?.close();
});

/** A server behind a proxy, in TLS or in the clear. */
async function behindProxy(
  secure: boolean,
  refuse?: number | "hang",
  password?: string,
): Promise<{ proxy: LocalProxy; saw: string[] }> {
  const saw: string[] = [];
  const key = { key: pem("other-host.key"), cert: pem("other-host.cert") };
  const made = secure ? createHttps(key) : createHttp();
  made.on("request", (incoming, response) => {
    saw.push(`${incoming.method} ${incoming.url} ${incoming.headers["proxy-authorization"] ?? ""}`.trim());
    response.end("ok");
  });
  server = made;
  made.listen(0, "127.0.0.1");
  await once(made, "listening");
  setDefaultCACertificates([pem("authority.cert")]);
  const { port } = made.address() as AddressInfo;
  proxy = await startLocalProxy({
    port,
    ...(refuse === undefined ? {} : { refuse }),
    ...(password === undefined ? {} : { password }),
  });
  return { proxy, saw };
}

function through(url: string): void {
  askForProxies(environmentProxies({ HTTPS_PROXY: url, HTTP_PROXY: url }));
}

async function ask(url: string, signal?: AbortSignal): Promise<{ text: string; exchange: Exchange | undefined }> {
  const exchanges: Exchange[] = [];
  const response = await createFetch(contextFor(signal ? { signal } : {}, exchanges))(url, {});
  const text = await response.text();
  return { text, exchange: exchanges.at(-1) };
}

// In a company every call ended in "No connection was made in time".
describe("a request through a proxy", () => {
  it("goes to a server in TLS through a tunnel, which serves the next one too, and says so", async () => {
    const { proxy, saw } = await behindProxy(true);
    through(proxy.url.replace("//", "//ada:p%40ss@"));
    const first = await ask(`https://${host}/v1/models`);
    expect(first).toMatchObject({ text: "ok", exchange: { proxy: proxy.url, timings: { reusedConnection: false } } });
    expect(JSON.stringify(first.exchange)).not.toContain("ss@");
    const second = await ask(`https://${host}/v1/models`);
    expect(second.exchange?.timings.reusedConnection).toBe(true);
    const authorization = `Basic ${Buffer.from("ada:p@ss").toString("base64")}`;
    expect(proxy.asked).toEqual([{ line: `CONNECT ${host}:443`, authorization }]);
    // What is the proxy's stays there.
    expect(saw).toEqual(["GET /v1/models", "GET /v1/models"]);
  });

  it("goes to a server in the clear by its whole address", async () => {
    const { proxy, saw } = await behindProxy(false);
    through(proxy.url);
    const { text, exchange } = await ask("http://models.company.test/v1/models");
    expect([text, exchange?.proxy]).toEqual(["ok", proxy.url]);
    expect(proxy.asked).toEqual([{ line: "GET http://models.company.test/v1/models", authorization: undefined }]);
    expect(saw).toEqual(["GET /v1/models"]);
  });

  it("trusts no other certificate because of it", async () => {
    const { proxy } = await behindProxy(true);
    through(proxy.url);
    await expect(ask("https://another.test/")).rejects.toMatchObject({ error: { code: "tls_failed" } });
  });

  it.each([
    [407, "asks for a name and a password (407)"],
    [403, `did not connect to ${host}:443: it answered 403`],
  ])("is told of in the proxy's name where that answers %i", async (status, words) => {
    const { proxy } = await behindProxy(true, status);
    through(proxy.url);
    await expect(ask(`https://${host}/`)).rejects.toMatchObject({
      error: { code: "proxy_failed", message: expect.stringContaining(words) },
    });
  });

  // In the clear 407 counted as the provider's. A failure is shown and logged, an exchange stands in the inspector and on the disk.
  it.each([
    [true, `https://${host}/v1/models`],
    [false, "http://models.company.test/v1/models"],
  ])(
    "that wants a password gets the right one and is told of without it, which nothing shows (TLS: %s)",
    async (secure, url) => {
      const { proxy } = await behindProxy(secure, undefined, "ada:c0rrect");
      for (const person of ["", "ada:wr0ng@"]) {
        through(proxy.url.replace("//", `//${person}`));
        const failure = await ask(url).then(
          ({ text, exchange }) => ({ text, exchange }),
          (error: unknown) => error,
        );
        const shown = inspect(failure, { depth: 9 });
        expect(shown).toContain("asks for a name and a password (407)");
        expect(shown).not.toMatch(/wr0ng|d3Iwbmc/);
      }
      through(proxy.url.replace("//", "//ada:c0rrect@"));
      const { text, exchange } = await ask(url);
      expect([text, exchange?.proxy]).toEqual(["ok", proxy.url]);
      expect(inspect(exchange, { depth: 9 })).not.toMatch(/c0rrect|YWRhOmMwcnJlY3Q/);
    },
  );

  it.each([`https://${host}/`, "http://models.company.test/"])("is told of where no proxy is: %s", async (url) => {
    const { proxy } = await behindProxy(false);
    proxy.close();
    through(proxy.url);
    const failure = { code: "proxy_failed", message: `The proxy ${proxy.url} cannot be reached.` };
    await expect(ask(url)).rejects.toMatchObject({ error: failure });
  });

  it("leaves no tunnel open when it is cancelled while the proxy thinks", async () => {
    const { proxy } = await behindProxy(true, "hang");
    through(proxy.url);
    const stop = new AbortController();
    const asking = ask(`https://${host}/`, stop.signal);
    await expect.poll(() => proxy.open()).toBe(1);
    stop.abort();
    await expect(asking).rejects.toMatchObject({ error: { code: "cancelled" } });
    await expect.poll(() => proxy.open()).toBe(0);
  });

  it("that speaks SOCKS is refused in words", async () => {
    askForProxies(environmentProxies({ ALL_PROXY: "socks5://127.0.0.1:1080" }));
    await expect(ask("https://api.test/")).rejects.toMatchObject({
      error: { code: "proxy_failed", message: expect.stringContaining("speaks SOCKS, which Promptscope does not") },
    });
  });
});

describe("which proxy", () => {
  const variables = {
    HTTPS_PROXY: "proxy.company.test:3128",
    http_proxy: "http://clear.test",
    NO_PROXY: "internal.test, .corp.test,10.0.0.0/8 other.test:8443,[::2]",
  };

  it.each([
    ["https://api.openai.com/v1", "http://proxy.company.test:3128"],
    ["http://api.openai.com/v1", "http://clear.test:80"],
    ["https://internal.test/", null],
    ["https://a.internal.test/", null],
    ["https://notinternal.test/", "http://proxy.company.test:3128"],
    ["https://a.corp.test/", null],
    ["https://10.1.2.3/", null],
    ["https://11.1.2.3/", "http://proxy.company.test:3128"],
    ["https://other.test:8443/", null],
    ["https://other.test/", "http://proxy.company.test:3128"],
  ])("the environment names for %s: %s", (url, expected) => {
    expect(environmentProxies(variables)(new URL(url))?.shown ?? null).toBe(expected);
  });

  it("the person's own choice goes before all", () => {
    const of = (own: string) => environmentProxies({ ...variables, PROMPTSCOPE_PROXY: own })(new URL("https://a.test"));
    expect(of("direct")).toBeNull();
    expect(of("https://mine.test")).toMatchObject({ secure: true, port: 443 });
    expect(() => of("http://")).toThrow("PROMPTSCOPE_PROXY is no address of a proxy.");
  });

  // A company's app of the Dock has no variables: there was no place to say it.
  it.each([
    ["direct", null],
    ["http://mine.test:8080", "http://mine.test:8080"],
    ["system", "http://pac.test:80"],
  ])("the settings' %s goes before the system's: %s", async (setting, expected) => {
    askForProxies(() => proxyOfPac("PROXY pac.test:80"));
    chooseProxy(setting);
    expect((await findProxy(new URL("https://a.test")))?.shown ?? null).toBe(expected);
    expect(findProxy(new URL("http://localhost:1234"))).toBeNull();
    vi.stubEnv("PROMPTSCOPE_PROXY", "http://variable.test:1");
    if (setting !== "system") expect((await findProxy(new URL("https://a.test")))?.shown).toBe("http://pac.test:80");
  });

  it.each([
    ["http://proxy.example:8080", undefined],
    ["https://[::1]:3128", undefined],
    ["proxy.example:8080", "Give its address"],
    ["socks5://proxy.example", "does not speak SOCKS"],
    ["http://ada:secret@proxy.example", "PROMPTSCOPE_PROXY"],
    ["http://proxy.example/path", "Only host and port"],
    ["", "Give its address"],
  ])("the settings take %s: %s", (text, expected) => {
    if (expected === undefined) expect(proxyProblem(text)).toBeUndefined();
    else expect(proxyProblem(text)).toContain(expected);
    expect(isProxySetting(text)).toBe(expected === undefined);
  });

  // Ollama and LM Studio run here; a proxy elsewhere cannot reach them.
  it.each(["http://localhost:11434", "http://127.0.0.1:1234", "http://[::1]:80", "http://a.localhost"])(
    "none reaches %s",
    (url) => {
      askForProxies(() => {
        throw new Error("asked");
      });
      expect(findProxy(new URL(url))).toBeNull();
    },
  );

  it.each([
    ["DIRECT", null],
    ["PROXY a.test:8080; DIRECT", "http://a.test:8080"],
    ["SOCKS5 s.test:1080; HTTPS b.test:443", "https://b.test:443"],
    ["SOCKS5 s.test:1080; DIRECT", null],
    ["", null],
  ])("Chromium's %s is %s", (answer, expected) => {
    expect(proxyOfPac(answer)?.shown ?? null).toBe(expected);
  });

  it("only SOCKS is said to be not served", () => {
    expect(() => proxyOfPac("SOCKS s.test:1080")).toThrow("speaks SOCKS");
  });

  it("the app asks the system where the environment says nothing", async () => {
    const asked: string[] = [];
    const session = {
      resolveProxy: async (url: string) => {
        asked.push(url);
        return "PROXY pac.test:80";
      },
    };
    const url = new URL("https://api.test/v1");
    expect(await systemProxies(session, {})(url)).toMatchObject({ shown: "http://pac.test:80" });
    expect(await systemProxies(session, { HTTPS_PROXY: "env.test:1" })(url)).toMatchObject({ host: "env.test" });
    expect(await systemProxies(session, { PROMPTSCOPE_PROXY: "direct" })(url)).toBeNull();
    expect(asked).toEqual(["https://api.test/v1"]);
  });
});
