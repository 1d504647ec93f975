import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, unknownRoute } from "./answers.ts";
import { type Keys, refuse } from "./authorization.ts";
import type { Fault } from "./faults.ts";
import { answer, isRoute, type RouteOptions } from "./routes.ts";
import { type NewPrompt, StoredPrompts } from "./stored-prompts.ts";

export interface FakeLangfuseOptions extends Partial<RouteOptions>, Partial<Keys> {
  prompts?: NewPrompt[];
  /** E.g. `/langfuse`. */
  basePath?: string;
  /** As a proxy that decodes %2F before it passes a request on. */
  decodesSlashes?: boolean;
}

export interface SeenRequest {
  method: string;
  /** Path and query as sent. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  /** Whether the client closed the connection before it had its answer. */
  aborted: boolean;
}

export interface FakeLangfuse {
  /** With the base path, without a slash at the end. */
  url: string;
  publicKey: string;
  secretKey: string;
  requests: SeenRequest[];
  prompts: StoredPrompts;
  /** From now on requests whose path matches meet this fault; `times` requests of them, else all. */
  fail(fault: Fault, when?: { path?: RegExp; times?: number }): void;
  /** Ends all faults. */
  heal(): void;
  close(): Promise<void>;
}

/** A Langfuse on a free loopback port that answers like the recorded one (test/fixtures/langfuse). */
export async function startFakeLangfuse(options: FakeLangfuseOptions = {}): Promise<FakeLangfuse> {
  const { basePath = "", publicKey = "pk-lf-test-0001", secretKey = "sk-lf-test-0001" } = options;
  const keys: Keys = { publicKey, secretKey, organizationSecretKey: options.organizationSecretKey ?? "sk-lf-org-0002" };
  const routes = withDefaults(options);
  const prompts = new StoredPrompts(routes.project.id);
  for (const prompt of options.prompts ?? []) prompts.add(prompt);
  const requests: SeenRequest[] = [];
  const faults: { fault: Fault; path: RegExp; left: number }[] = [];

  function respond(request: IncomingMessage, response: ServerResponse): void {
    const path = request.url ?? "/";
    const method = request.method ?? "GET";
    const seen: SeenRequest = { method, path, headers: request.headers, aborted: false };
    requests.push(seen);
    response.on("close", () => {
      seen.aborted = !response.writableFinished;
    });
    const meeting = faults.find((candidate) => candidate.left > 0 && candidate.path.test(path));
    if (meeting) {
      meeting.left -= 1;
      misbehave(meeting.fault, response);
      return;
    }
    send(response, answerTo(method, path, request.headers.authorization), method === "HEAD");
  }

  function answerTo(method: string, path: string, authorization: string | undefined): Answer {
    const below = path.startsWith(basePath) ? path.slice(basePath.length) : "/outside";
    const route = options.decodesSlashes ? below.replaceAll(/%2F/gi, "/") : below;
    if (!isRoute(route)) return unknownRoute;
    return refuse(authorization, route, keys) ?? answer(method, route, prompts, routes);
  }

  const server = createServer(respond);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}${basePath}`,
    publicKey,
    secretKey,
    requests,
    prompts,
    fail: (fault, { path = /./, times = Number.POSITIVE_INFINITY } = {}) => {
      faults.push({ fault, path, left: times });
    },
    heal: () => {
      faults.length = 0;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function withDefaults(options: FakeLangfuseOptions): RouteOptions {
  const organization = { id: "org-test", name: "Test Org" };
  return {
    version: options.version ?? "4.16.0",
    project: options.project ?? { id: "proj-test", name: "Test Project", organization },
    ignoresResolve: options.ignoresResolve ?? false,
    rowsWithoutType: options.rowsWithoutType ?? false,
    deprecation: options.deprecation ?? false,
  };
}

function misbehave(fault: Fault, response: ServerResponse): void {
  if (fault.kind === "answer") send(response, fault.answer, false);
  else if (fault.kind === "reset") response.socket?.destroy();
  else if (fault.kind === "half") {
    response.writeHead(200, { "Content-Type": "application/json; charset=utf-8", "Content-Length": "100" });
    response.write('{"data":[');
  }
}

function send(response: ServerResponse, { status, body, contentType, headers }: Answer, headOnly: boolean): void {
  const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  response.writeHead(status, {
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    Vary: "Origin, Accept-Encoding",
    ...headers,
    "Content-Type": contentType ?? "application/json; charset=utf-8",
    "Content-Length": Buffer.byteLength(text),
  });
  response.end(headOnly ? "" : text);
}
