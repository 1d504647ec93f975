import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import { type Answer, unknownRoute } from "./answers.ts";
import { authorize, type Keyed, type Keys } from "./authorization.ts";
import { type CreateRace, createRace } from "./create-race.ts";
import { StoredDatasets } from "./datasets.ts";
import type { Fault } from "./faults.ts";
import { answer, isRoute, type RouteOptions } from "./routes.ts";
import { type NewPrompt, StoredPrompts } from "./stored-prompts.ts";

export interface FakeLangfuseOptions extends Partial<RouteOptions>, Partial<Keys> {
  prompts?: NewPrompt[];
  /** E.g. `/langfuse`. */
  basePath?: string;
  /** As a proxy that decodes %2F before it passes a request on. */
  decodesSlashes?: boolean;
  /** Its keys read and change nothing. */
  readsOnly?: boolean;
  /** Further projects of the same server, each with keys of its own. */
  projects?: OtherProject[];
}

export interface OtherProject extends Omit<Keyed, "readsOnly"> {
  id: string;
  name: string;
  readsOnly?: boolean;
  prompts?: NewPrompt[];
}

export interface SeenRequest {
  method: string;
  /** Path and query as sent. */
  path: string;
  headers: Record<string, string | string[] | undefined>;
  /** Whether the client closed the connection before it had its answer. */
  aborted: boolean;
  /** Empty until it has come. */
  body: string;
}

interface FaultWhen {
  path?: RegExp;
  /** Any, unless named. */
  method?: string;
  times?: number;
  /** It does what is asked before it fails: an answer that was lost. */
  afterwards?: boolean;
}

interface Project extends Keyed {
  prompts: StoredPrompts;
  datasets: StoredDatasets;
  routes: RouteOptions;
}

export interface FakeLangfuse {
  /** With the base path, without a slash at the end. */
  url: string;
  publicKey: string;
  secretKey: string;
  requests: SeenRequest[];
  prompts: StoredPrompts;
  datasets: StoredDatasets;
  /** The prompts of a further project by its public key. */
  promptsOf(publicKey: string): StoredPrompts;
  /** The next so many creates meet: each has read the newest number before one of them is written. */
  race: CreateRace["next"];
  /** What happens after the next request of this method has come and before it is answered: a second writer. */
  before(method: string, act: () => void): void;
  /** From now on requests whose path matches meet this fault; `times` requests of them, else all. */
  fail(fault: Fault, when?: FaultWhen): void;
  /** Ends all faults. */
  heal(): void;
  close(): Promise<void>;
}

/** A Langfuse on a free loopback port that answers like the recorded one (test/fixtures/langfuse). */
export async function startFakeLangfuse(options: FakeLangfuseOptions = {}): Promise<FakeLangfuse> {
  const { basePath = "", publicKey = "pk-lf-test-0001", secretKey = "sk-lf-test-0001" } = options;
  const organizationSecretKey = options.organizationSecretKey ?? "sk-lf-org-0002";
  const first = openProject({ publicKey, secretKey, readsOnly: options.readsOnly ?? false }, withDefaults(options));
  for (const prompt of options.prompts ?? []) first.prompts.add(prompt);
  const others = (options.projects ?? []).map(({ id, name, readsOnly = false, prompts = [], ...keys }) => {
    const routes = { ...first.routes, project: { ...first.routes.project, id, name } };
    const project = openProject({ ...keys, readsOnly }, routes);
    for (const prompt of prompts) project.prompts.add(prompt);
    return project;
  });
  const requests: SeenRequest[] = [];
  const faults: Required<FaultWhen & { fault: Fault }>[] = [];
  const acts: { method: string; act: () => void }[] = [];
  const race = createRace();

  async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = request.url ?? "/";
    const method = request.method ?? "GET";
    const seen: SeenRequest = { method, path, headers: request.headers, aborted: false, body: "" };
    requests.push(seen);
    response.on("close", () => {
      seen.aborted = !response.writableFinished;
    });
    const body = await readAll(request);
    seen.body = body.toString("utf8");
    const act = acts.findIndex((candidate) => candidate.method === method);
    if (act >= 0) for (const { act: happens } of acts.splice(act, 1)) happens();
    const meeting = faults.find(
      (candidate) =>
        candidate.times > 0 && candidate.path.test(path) && (candidate.method === "" || candidate.method === method),
    );
    if (meeting) meeting.times -= 1;
    const done = meeting && !meeting.afterwards ? null : await answerTo(request, body);
    if (meeting) misbehave(meeting.fault, response);
    else if (done) send(response, done, method === "HEAD");
  }

  async function answerTo({ method = "GET", url = "/", headers }: IncomingMessage, body: Buffer): Promise<Answer> {
    const below = url.startsWith(basePath) ? url.slice(basePath.length) : "/outside";
    const route = options.decodesSlashes ? below.replaceAll(/%2F/gi, "/") : below;
    if (!isRoute(route)) return unknownRoute;
    const header = headers.authorization;
    const found = authorize({ header, route, method }, [first, ...others], organizationSecretKey);
    if ("refused" in found) return found.refused;
    const isJson = headers["content-type"]?.startsWith("application/json") ?? true;
    return answer({ method, path: route, body, isJson }, found.prompts, found.datasets, found.routes, race.hold);
  }

  const server = createServer((request, response) => void respond(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${port}${basePath}`,
    publicKey,
    secretKey,
    requests,
    prompts: first.prompts,
    datasets: first.datasets,
    promptsOf(key) {
      const found = [first, ...others].find((project) => project.publicKey === key);
      if (!found) throw new Error(`The fake has no project with the key ${key}.`);
      return found.prompts;
    },
    race: race.next,
    before: (method, act) => void acts.push({ method, act }),
    fail: (fault, { path = /./, method = "", times = Number.POSITIVE_INFINITY, afterwards = false } = {}) => {
      faults.push({ fault, path, method, times, afterwards });
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

function openProject(keys: Keyed, routes: RouteOptions): Project {
  return { ...keys, routes, prompts: new StoredPrompts(routes.project.id), datasets: new StoredDatasets() };
}

async function readAll(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  try {
    for await (const chunk of request) chunks.push(chunk as Buffer);
  } catch {
    // The client has gone in the middle of it; there is nobody to answer.
  }
  return Buffer.concat(chunks);
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

function send(response: ServerResponse, answer: Answer, headOnly: boolean): void {
  const { status, statusText, body, contentType = "application/json; charset=utf-8", headers } = answer;
  const text = typeof body === "string" ? body : body === undefined ? "" : JSON.stringify(body);
  response.writeHead(status, statusText ?? STATUS_CODES[status] ?? "", {
    "X-Robots-Tag": "noindex",
    "X-Content-Type-Options": "nosniff",
    Vary: "Origin, Accept-Encoding",
    ...headers,
    ...(contentType === null ? {} : { "Content-Type": contentType }),
    ...(status === 204 ? {} : { "Content-Length": Buffer.byteLength(text) }),
  });
  response.end(headOnly ? "" : text);
}
