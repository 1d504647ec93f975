import type { CallIo } from "@engine/ports.ts";
import { appErrorOf } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { afterEach, describe, expect, it, vi } from "vitest";
import { type FakeLangfuse, type FakeLangfuseOptions, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { faults } from "../../fakes/langfuse/faults.ts";
import { sourceFor } from "./connected-library.ts";

const servers: FakeLangfuse[] = [];
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
});

const prompts = [
  { name: "support/triage", prompt: "1", labels: ["production"] },
  { name: "support/triage", prompt: "2", labels: ["staging"] },
  { name: "plain", prompt: "x", labels: ["production"] },
];

async function start(options: FakeLangfuseOptions = {}) {
  const server = await startFakeLangfuse({ prompts, ...options });
  servers.push(server);
  return server;
}

const io: CallIo = { signal: new AbortController().signal };

async function failureOf(
  server: Pick<FakeLangfuse, "url" | "publicKey" | "secretKey">,
  given: { name?: string; timeoutMs?: number; io?: CallIo } & Partial<PromptRef> = {},
): Promise<AppError> {
  const { name = "plain", timeoutMs = 10_000, io: callIo = io, ...which } = given;
  const source = sourceFor(server, { timeoutMs });
  const reference = { ...which, library: "langfuse" as const, name };
  try {
    await source.get(reference, { resolve: true, refresh: false }, callIo);
  } catch (error) {
    return appErrorOf(error);
  }
  throw new Error("There was no failure.");
}

describe("answers that are no prompt", () => {
  it.each([
    ["HTML 200, a login page", faults.loginPage, "langfuse_not_json", "Sign in - Example SSO"],
    ["HTML 404", faults.notFoundPage, "langfuse_not_json", "404 Not Found"],
    ["a redirect to a login", faults.redirect, "langfuse_not_json", "login.example"],
    ["401 with an error name", faults.unauthorized, "langfuse_unauthorized", "Invalid credentials"],
    ["401 without one", faults.unauthorizedUnnamed, "langfuse_unauthorized", "Invalid credentials"],
    ["403", faults.forbidden, "langfuse_forbidden", "Access denied"],
    ["400 with a list of issues", faults.invalidData, "langfuse_unavailable", "resolve: Invalid option"],
    ["400 broken reference", faults.brokenReference, "langfuse_conflict", "missing-child"],
    ["409 circular reference", faults.conflict, "langfuse_conflict", "Circular dependency"],
    ["429 with a long wait", faults.rateLimited(12), "langfuse_rate_limited", "Rate limit exceeded"],
    ["500", faults.internal, "langfuse_unavailable", "Internal Server Error"],
    ["503 HTML", faults.unavailablePage, "langfuse_unavailable", "503 Service"],
    ["other JSON", faults.otherJson, "prompt_invalid", "expected string"],
    ["a cut connection", faults.reset, "langfuse_unreachable", "ECONNRESET"],
  ])("%s", async (_name, fault, code, words) => {
    const server = await start();
    server.fail(fault);
    const error = await failureOf(server);
    expect(error.code).toBe(code);
    expect(error.detail).toContain(words);
    expect(error.message).not.toBe("");
  });

  // Folder prompts behind such proxies are Langfuse's most reported trap; the plain 404 would send people searching.
  it("names the proxy that decodes %2F", async () => {
    const server = await start({ decodesSlashes: true });
    expect(await failureOf(server, { name: "support/triage" })).toMatchObject({
      code: "langfuse_path_decoded",
      status: 404,
    });
  });

  it("nothing listens", async () => {
    const server = await startFakeLangfuse();
    await server.close();
    const error = await failureOf(server);
    expect(error.code).toBe("langfuse_unreachable");
    expect(error.message).toContain("Nothing is listening");
  });

  it.each([
    ["never answers", faults.hang],
    ["stops in the middle of the body", faults.half],
  ])("a server that %s ends in a timeout, and the socket is closed", async (_name, fault) => {
    const server = await start();
    server.fail(fault);
    expect((await failureOf(server, { timeoutMs: 200 })).code).toBe("langfuse_timeout");
    await vi.waitFor(() => expect(server.requests[0]?.aborted).toBe(true));
  });
});

describe("what does exist", () => {
  it("a missing label: the labels there are", async () => {
    const error = await failureOf(await start(), { name: "support/triage", label: "nope" });
    expect(error.code).toBe("prompt_not_found");
    expect(error.message).toContain("no version with the label “nope”");
    expect(error.advice).toContain("latest, production, staging");
    expect(error.detail).toBe("Prompt not found: 'support/triage' with label 'nope'");
  });

  it("a missing version: the versions there are", async () => {
    const error = await failureOf(await start(), { name: "support/triage", version: "99" });
    expect(error.message).toContain("no version 99");
    expect(error.advice).toContain("1, 2");
  });

  it("a missing prompt", async () => {
    expect((await failureOf(await start(), { name: "nope" })).message).toBe("There is no prompt called “nope”.");
  });

  it("the first failure stands when the labels cannot be read", async () => {
    const server = await start();
    server.fail(faults.internal, { path: /name=/ });
    expect(await failureOf(server, { name: "nope" })).toMatchObject({
      code: "prompt_not_found",
      detail: "Prompt not found: 'nope' with label 'production'",
    });
  });
});

describe("retries", () => {
  it.each([
    ["429", faults.rateLimited(1)],
    ["503", faults.unavailablePage],
  ])("a passing %s is not noticed", async (_name, fault) => {
    const server = await start();
    server.fail(fault, { times: 2 });
    const exchanges = new Set<Exchange>();
    const watched = { ...io, onExchange: (exchange: Exchange) => exchanges.add(exchange) };
    const reference = { library: "langfuse" as const, name: "plain" };
    const found = await sourceFor(server).get(reference, { resolve: true, refresh: false }, watched);
    expect(found.freshness).toBe("network");
    expect([...exchanges].map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
  });

  it("gives up after the second retry", async () => {
    const server = await start();
    server.fail(faults.internal);
    await failureOf(server);
    expect(server.requests).toHaveLength(3);
  });

  it.each([
    ["401", faults.unauthorized],
    ["404 page", faults.notFoundPage],
    ["409", faults.conflict],
  ])("never repeats a %s", async (_name, fault) => {
    const server = await start();
    server.fail(fault);
    await failureOf(server);
    expect(server.requests).toHaveLength(1);
  });

  // Waiting a minute in silence looks like a hang; the interface counts down instead.
  it("says how long a long wait is instead of waiting", async () => {
    const server = await start();
    server.fail(faults.rateLimited(45));
    expect(await failureOf(server)).toMatchObject({ code: "langfuse_rate_limited", retryAfterMs: 45_000 });
    expect(server.requests).toHaveLength(1);
  });
});

describe("cancelling", () => {
  it("closes the socket of a request under way", async () => {
    const server = await start();
    server.fail(faults.hang);
    const controller = new AbortController();
    const failure = failureOf(server, { io: { signal: controller.signal } });
    await vi.waitFor(() => expect(server.requests).toHaveLength(1));
    controller.abort();
    expect((await failure).code).toBe("cancelled");
    await vi.waitFor(() => expect(server.requests[0]?.aborted).toBe(true));
  });

  it("cuts the wait before a retry", async () => {
    const server = await start();
    server.fail(faults.rateLimited(9));
    const controller = new AbortController();
    const ended = Promise.withResolvers<void>();
    const onExchange = (exchange: Exchange) => exchange.response && ended.resolve();
    const failure = failureOf(server, { io: { signal: controller.signal, onExchange } });
    await ended.promise;
    controller.abort();
    expect((await failure).code).toBe("cancelled");
    expect(server.requests).toHaveLength(1);
  });
});
