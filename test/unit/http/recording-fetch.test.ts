import { createHash } from "node:crypto";
import { getEventListeners } from "node:events";
import { gzipSync } from "node:zlib";
import { defaultLimits } from "@engine/http/http.ts";
import { createFetch } from "@engine/http/recording-fetch.ts";
import { secretPlaceholder } from "@engine/http/secret-placeholder.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { afterEach, describe, expect, it } from "vitest";
import { canary, contextFor, keyRef } from "./fetch-context.ts";
import { httpAnswer, type RawServer, startRawServer } from "./raw-server.ts";

let server: RawServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function failureOf(work: Promise<unknown>): Promise<AppFailure["error"]> {
  const caught = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(caught instanceof AppFailure)) throw new Error(`expected an AppFailure, got ${String(caught)}`);
  return caught.error;
}

const oneRequest = (text: string) => text.includes("\r\n\r\n");

describe("what goes over the wire", () => {
  it("sends exactly the recorded bytes: order and case kept, nothing added", async () => {
    server = await startRawServer((text, socket) => {
      if (oneRequest(text) && text.endsWith("}")) socket.write(httpAnswer("ok"));
    });
    const exchanges: Exchange[] = [];
    const response = await createFetch(contextFor({}, exchanges))(`${server.url}/a%2Fb?x=1#gone`, {
      method: "POST",
      headers: [
        ["X-Second", "2"],
        ["authorization", `Bearer ${secretPlaceholder(keyRef)}`],
        ["Content-Type", "application/json"],
      ],
      body: '{"t":"日本"}',
    });
    expect(await response.text()).toBe("ok");
    const body = '{"t":"日本"}';
    expect(Buffer.from(server.received[0] ?? "", "latin1").toString("utf8")).toBe(
      [
        "POST /a%2Fb?x=1 HTTP/1.1",
        `host: 127.0.0.1:${server.port}`,
        "X-Second: 2",
        `authorization: Bearer ${canary}`,
        "Content-Type: application/json",
        `content-length: ${Buffer.byteLength(body)}`,
        "connection: keep-alive",
        "",
        body,
      ].join("\r\n"),
    );
    const [started, ended] = exchanges;
    expect(ended).toBe(started);
    expect(ended?.request).toMatchObject({
      method: "POST",
      url: `${server.url}/a%2Fb?x=1`,
      body,
      bodyBytes: Buffer.byteLength(body),
      bodySha256: createHash("sha256").update(body).digest("hex"),
    });
    expect(ended?.request.headers[2]).toEqual({ name: "authorization", value: ["Bearer ", keyRef] });
    expect(ended?.response).toMatchObject({ status: 200, statusText: "OK", body: "ok", bodyBytes: 2 });
    expect(ended?.response?.headers).toEqual([["Content-Length", "2"]]);
    expect(JSON.stringify(exchanges)).not.toContain(canary);
  });

  it("preview builds the same request and opens no socket, even when the key is locked", async () => {
    server = await startRawServer((text, socket) => void (oneRequest(text) && socket.write(httpAnswer("ok"))));
    const init = { method: "POST", body: "{}", headers: { authorization: `Bearer ${secretPlaceholder(keyRef)}` } };
    const previewed: Exchange[] = [];
    const locked = () => {
      throw new AppFailure("secret_locked");
    };
    const preview = contextFor({ mode: "preview", secrets: { resolve: locked } }, previewed);
    expect((await createFetch(preview)(server.url, init)).status).toBe(200);
    expect(server.sockets).toHaveLength(0);
    const sent: Exchange[] = [];
    await (await createFetch(contextFor({}, sent))(server.url, init)).text();
    expect(previewed[0]?.request).toEqual(sent[0]?.request);
  });

  it("refuses the placeholder of a secret that is not meant for this request", async () => {
    const stranger = { ...keyRef, secret: "provider:other" };
    const fetch = createFetch(contextFor());
    const work = fetch("http://127.0.0.1:9/", { headers: { authorization: secretPlaceholder(stranger) } });
    expect((await failureOf(work)).code).toBe("secret_invalid");
  });

  it("refuses a key with a line break and does not quote it", async () => {
    const exchanges: Exchange[] = [];
    const context = contextFor({ secrets: { resolve: () => `${canary}\r\nx-evil: 1` } }, exchanges);
    const work = createFetch(context)("http://127.0.0.1:9/", { headers: { "x-api-key": secretPlaceholder(keyRef) } });
    const error = await failureOf(work);
    expect(error.code).toBe("secret_invalid");
    expect(JSON.stringify([error, exchanges])).not.toContain(canary);
  });

  it("leaves a placeholder in a body alone", async () => {
    server = await startRawServer((text, socket) => void (oneRequest(text) && socket.write(httpAnswer("ok"))));
    await (await createFetch(contextFor())(server.url, { method: "POST", body: secretPlaceholder(keyRef) })).text();
    expect(server.received[0]).not.toContain(canary);
  });

  it.each(["http://user:pw@127.0.0.1/", "file:///etc/passwd", "http://169.254.169.254/latest", "not a url"])(
    "refuses the address %s before any socket",
    async (url) => {
      expect((await failureOf(createFetch(contextFor())(url))).code).toBe("base_url_invalid");
    },
  );
});

describe("what comes back", () => {
  it("replaces a key that the server echoes, in every form", async () => {
    const echo = `${canary} ${Buffer.from(canary).toString("base64")}`;
    server = await startRawServer(
      (text, socket) => void (oneRequest(text) && socket.write(httpAnswer(echo, [`X-Echo: ${canary}`]))),
    );
    const exchanges: Exchange[] = [];
    const init = { headers: { "api-key": secretPlaceholder(keyRef) } };
    await (await createFetch(contextFor({}, exchanges))(server.url, init)).text();
    expect(exchanges[1]?.response?.body).toBe("[secret] [secret]");
    expect(JSON.stringify(exchanges)).not.toContain(canary);
  });

  it.each([301, 302, 303, 307, 308])(
    "refuses a redirect by %i, tells where it led, and calls nobody else",
    async (status) => {
      const second = await startRawServer(() => undefined);
      server = await startRawServer((text, socket) => {
        if (oneRequest(text)) {
          socket.write(
            `HTTP/1.1 ${status} Elsewhere\r\nLocation: ${second.url}/${canary}\r\nContent-Length: 0\r\n\r\n`,
          );
        }
      });
      const exchanges: Exchange[] = [];
      const init = { method: "POST", body: "{}", headers: { "x-api-key": secretPlaceholder(keyRef) } };
      const error = await failureOf(createFetch(contextFor({}, exchanges))(server.url, init));
      expect(error).toMatchObject({ code: "redirect_refused", status, detail: `${status} to ${second.url}/[secret]` });
      await server.closed(0);
      expect(second.sockets).toHaveLength(0);
      expect(exchanges[1]).toMatchObject({ response: { status }, failure: expect.any(String) });
      await second.stop();
    },
  );

  it("undoes a compression nobody asked for", async () => {
    const zipped = gzipSync("hello");
    server = await startRawServer((text, socket) => {
      if (!oneRequest(text)) return;
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${zipped.length}\r\n\r\n`);
      socket.write(zipped);
    });
    expect(await (await createFetch(contextFor())(server.url)).text()).toBe("hello");
  });

  it("stops a gzip bomb at the limit of the unpacked bytes", async () => {
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    server = await startRawServer((text, socket) => {
      if (!oneRequest(text)) return;
      socket.write(`HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${bomb.length}\r\n\r\n`);
      socket.write(bomb);
    });
    const exchanges: Exchange[] = [];
    const limits = { ...defaultLimits, total: 100_000 };
    const response = await createFetch(contextFor({ limits }, exchanges))(server.url);
    expect((await failureOf(response.text())).code).toBe("limit_exceeded");
    expect(exchanges[1]?.response?.bodyBytes).toBeLessThanOrEqual(100_000);
  });

  it("errors the body when the connection breaks in the middle, and keeps what had come", async () => {
    server = await startRawServer((text, socket) => {
      if (oneRequest(text)) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart", () => socket.end());
    });
    const exchanges: Exchange[] = [];
    const response = await createFetch(contextFor({}, exchanges))(server.url);
    expect((await failureOf(response.text())).code).toBe("connection_lost");
    expect(exchanges[1]).toMatchObject({ response: { body: "part" }, failure: expect.any(String) });
  });

  it("takes a fresh socket when the idle one had been closed", async () => {
    server = await startRawServer((text, socket, index) => {
      if (!oneRequest(text)) return;
      const second = text.split("GET /").length > 2;
      // The first connection dies when a second request comes, without a byte of an answer.
      if (index === 0 && second) socket.destroy();
      else socket.write(httpAnswer(`from ${index}`));
    });
    expect(await (await createFetch(contextFor())(server.url)).text()).toBe("from 0");
    expect(await (await createFetch(contextFor())(server.url)).text()).toBe("from 1");
  });
});

describe("failures and times", () => {
  it("names host and port when nothing listens", async () => {
    const gone = await startRawServer(() => undefined);
    await gone.stop();
    const error = await failureOf(createFetch(contextFor())(gone.url));
    expect(error.code).toBe("connection_refused");
    expect(error.message).toContain(`127.0.0.1:${gone.port}`);
  });

  it("names a host that does not exist", async () => {
    const error = await failureOf(createFetch(contextFor())("http://no-such-host.invalid/"));
    expect(error).toMatchObject({ code: "dns_failed", message: expect.stringContaining("no-such-host.invalid") });
  });

  it("reports something that speaks no HTTP as such", async () => {
    server = await startRawServer((_text, socket) => void socket.write("SSH-2.0-OpenSSH\r\n"));
    expect((await failureOf(createFetch(contextFor())(server.url))).code).toBe("protocol_error");
  });

  it("gives up on a server that takes the request and never answers", async () => {
    server = await startRawServer(() => undefined);
    const limits = { ...defaultLimits, firstByteMs: 50 };
    expect((await failureOf(createFetch(contextFor({ limits }))(server.url))).code).toBe("first_byte_timeout");
    await server.closed(0);
  });

  it("gives up on a body that stops coming", async () => {
    server = await startRawServer((text, socket) => {
      if (oneRequest(text)) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
    });
    const response = await createFetch(contextFor({ limits: { ...defaultLimits, idleMs: 50 } }))(server.url);
    expect((await failureOf(response.text())).code).toBe("idle_timeout");
    await server.closed(0);
  });

  it("gives up on a connection that is never made, and closes it when stopped meanwhile", async () => {
    // A server that accepts and never answers the TLS handshake.
    server = await startRawServer(() => undefined);
    const url = server.url.replace("http:", "https:");
    const limits = { ...defaultLimits, connectMs: 50 };
    expect((await failureOf(createFetch(contextFor({ limits }))(url))).code).toBe("connect_timeout");
    await server.closed(0);
    const abort = new AbortController();
    const work = failureOf(createFetch(contextFor({ signal: abort.signal }))(url));
    await server.connected(1);
    abort.abort();
    expect((await work).code).toBe("cancelled");
    await server.closed(1);
  });

  it("closes the socket when stopped before the answer", async () => {
    server = await startRawServer(() => undefined);
    const abort = new AbortController();
    const work = failureOf(createFetch(contextFor({ signal: abort.signal }))(server.url));
    await server.connected(0);
    abort.abort();
    expect((await work).code).toBe("cancelled");
    await server.closed(0);
  });

  it("closes the socket when stopped in the middle of the body, loudly", async () => {
    server = await startRawServer((text, socket) => {
      if (oneRequest(text)) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
    });
    const abort = new AbortController();
    const exchanges: Exchange[] = [];
    const response = await createFetch(contextFor({ signal: abort.signal }, exchanges))(server.url);
    const work = failureOf(response.text());
    abort.abort();
    expect((await work).code).toBe("cancelled");
    await server.closed(0);
    expect(exchanges[1]?.failure).toBe("Stopped.");
  });

  it("closes the socket when the reader cancels", async () => {
    server = await startRawServer((text, socket) => {
      if (oneRequest(text)) socket.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\npart");
    });
    const response = await createFetch(contextFor())(server.url);
    await response.body?.cancel();
    await server.closed(0);
  });

  it("listens to a signal no longer once it has ended (one that outlives its requests keeps them all)", async () => {
    server = await startRawServer((text, socket) => {
      if (oneRequest(text)) socket.write(httpAnswer("ok"));
    });
    const [context, call] = [new AbortController(), new AbortController()];
    const fetch = createFetch(contextFor({ signal: context.signal }));
    for (let request = 0; request < 3; request++) {
      const response = await fetch(server.url, { signal: call.signal });
      await response.text();
    }
    await failureOf(fetch("http://127.0.0.1:1/", { signal: call.signal }));
    await expect
      .poll(() => [context, call].map(({ signal }) => getEventListeners(signal, "abort").length), { timeout: 20_000 })
      .toEqual([0, 0]);
  });

  it("opens nothing when it was stopped before", async () => {
    server = await startRawServer(() => undefined);
    const work = createFetch(contextFor({ signal: AbortSignal.abort() }))(server.url);
    expect((await failureOf(work)).code).toBe("cancelled");
    expect(server.sockets).toHaveLength(0);
  });
});
