import {
  type Answer,
  badPath,
  badRequest,
  conflict,
  invalidData,
  methodNotAllowed,
  notFound,
  ok,
  unknownRoute,
} from "./answers.ts";
import { compose } from "./composition.ts";
import { getDataset, listDatasets, listItems, type StoredDatasets } from "./datasets.ts";
import type { StoredPrompt, StoredPrompts } from "./stored-prompts.ts";
import { addLabels, type CreateHold, createVersion, deletePrompt } from "./writing.ts";

export interface RouteOptions {
  version: string;
  project: { id: string; name: string; organization: { id: string; name: string } };
  /** Older than 3.139: always resolves, whatever is asked. */
  ignoresResolve: boolean;
  /** Older than 3.119. */
  rowsWithoutType: boolean;
  /** As Cloud marks old routes; clients must take unknown keys. */
  deprecation: boolean;
}

/** A request that has passed the check of its key. `path` is raw, below the base path. */
export interface RoutedRequest {
  method: string;
  path: string;
  /** Empty for one without. */
  body: Buffer;
  isJson: boolean;
}

export async function answer(
  { method, path, body, isJson }: RoutedRequest,
  prompts: StoredPrompts,
  datasets: StoredDatasets,
  options: RouteOptions,
  hold: CreateHold,
): Promise<Answer> {
  const url = new URL(`http://fake${path}`);
  const route = path.split("?")[0] ?? "";
  if (/^\/api\/public\/(health|ready)$/.test(route)) return ok({ status: "OK", version: options.version });
  if (route === "/api/public/projects") return ok({ data: [{ ...options.project, metadata: {} }] });
  if (route === "/api/public/dataset-items")
    return isReading(method) ? listItems(url.searchParams, datasets) : methodNotAllowed;
  if (route === "/api/public/v2/datasets")
    return isReading(method) ? listDatasets(url.searchParams, datasets) : methodNotAllowed;
  const [, dataset] = /^\/api\/public\/v2\/datasets\/([^/]+)$/.exec(route) ?? [];
  if (dataset !== undefined) {
    const decoded = decodeName(dataset);
    return decoded === undefined ? badPath : getDataset(decoded, datasets);
  }
  const segments = /^\/api\/public\/v2\/prompts(?:\/([^/]+)(?:\/versions\/([^/]+))?)?$/.exec(route);
  if (!segments) return unknownRoute;
  const [, name, version] = segments;
  if (name === undefined) {
    if (isReading(method)) return listPrompts(url.searchParams, prompts, options);
    return method === "POST" ? createVersion({ body, isJson }, prompts, hold) : methodNotAllowed;
  }
  const decoded = decodeName(name);
  if (decoded === undefined) return badPath;
  if (version !== undefined) {
    return method === "PATCH" ? addLabels(decoded, version, { body, isJson }, prompts) : methodNotAllowed;
  }
  if (method === "DELETE") return deletePrompt(decoded, url.searchParams, prompts);
  return isReading(method) ? getPrompt(decoded, url.searchParams, prompts, options) : methodNotAllowed;
}

const isReading = (method: string) => method === "GET";

/** Whether anything but the page for unknown paths answers there; that page asks for no key. */
export function isRoute(path: string): boolean {
  return /^\/api\/public\/(health|ready|projects|dataset-items|v2\/datasets(\/[^/]+)?|v2\/prompts(\/[^/]+(\/versions\/[^/]+)?)?)$/.test(
    path.split("?")[0] ?? "",
  );
}

function decodeName(name: string): string | undefined {
  try {
    return decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

function listPrompts(query: URLSearchParams, prompts: StoredPrompts, options: RouteOptions): Answer {
  const limit = Number(query.get("limit") ?? 10);
  const page = Number(query.get("page") ?? 1);
  if (Number.isNaN(limit)) return invalidData(notANumber("limit"));
  if (Number.isNaN(page)) return invalidData(notANumber("page"));
  if (limit > 100) return invalidData(tooBig("limit", 100));
  if (limit < 1) return invalidData(tooSmall("limit", 1));
  if (page < 1) return invalidData(tooSmall("page", 1));
  const rows = prompts.list({
    name: query.get("name") ?? undefined,
    label: query.get("label") ?? undefined,
    tag: query.get("tag") ?? undefined,
    fromUpdatedAt: query.get("fromUpdatedAt") ?? undefined,
  });
  const meta = { page, limit, totalPages: Math.ceil(rows.length / limit), totalItems: rows.length };
  const data = rows.slice((page - 1) * limit, page * limit);
  return ok({
    data: options.rowsWithoutType ? data.map(({ type: _type, lastConfig: _config, ...row }) => row) : data,
    meta,
    pagination: meta,
    ...(options.deprecation ? { _deprecation: deprecation } : {}),
  });
}

function getPrompt(name: string, query: URLSearchParams, prompts: StoredPrompts, options: RouteOptions): Answer {
  const [versionText, label, resolve] = [query.get("version"), query.get("label"), query.get("resolve") ?? "true"];
  const version = Number(versionText ?? 0);
  if (Number.isNaN(version)) return invalidData(notANumber("version"));
  if (resolve !== "true" && resolve !== "false") return invalidData(notBoolean("resolve"));
  // Langfuse takes version 0 for none.
  if (version !== 0 && label !== null) return badRequest("Cannot specify both version and label");
  const which = version === 0 ? { label: label ?? "production" } : { version };
  const row = prompts.find(name, which);
  if (!row) {
    return notFound(name, "version" in which ? `with version ${version}` : `with label '${which.label}'`);
  }
  return promptAnswer(row, resolve === "true" || options.ignoresResolve, prompts, options);
}

function promptAnswer(row: StoredPrompt, resolve: boolean, prompts: StoredPrompts, options: RouteOptions): Answer {
  const composed = resolve ? compose(row, prompts) : { ok: true as const, prompt: row.prompt, resolutionGraph: null };
  if (!composed.ok) return conflict(composed.message);
  return ok({
    ...row,
    prompt: composed.prompt,
    isActive: row.labels.includes("production"),
    resolutionGraph: composed.resolutionGraph,
    ...(options.deprecation ? { _deprecation: deprecation } : {}),
  });
}

const deprecation = {
  message: "This endpoint is deprecated.",
  replacement: "/api/public/v2",
  docsUrl: "https://langfuse.com/docs",
  sunsetAt: "2026-11-16",
};

const tooBig = (name: string, maximum: number) => ({
  origin: "number",
  code: "too_big",
  maximum,
  inclusive: true,
  path: [name],
  message: `Too big: expected number to be <=${maximum}`,
});

const tooSmall = (name: string, minimum: number) => ({
  origin: "number",
  code: "too_small",
  minimum,
  inclusive: true,
  path: [name],
  message: `Too small: expected number to be >=${minimum}`,
});

const notANumber = (name: string) => ({
  expected: "number",
  code: "invalid_type",
  received: "NaN",
  path: [name],
  message: "Invalid input: expected number, received NaN",
});

const notBoolean = (name: string) => ({
  code: "invalid_value",
  values: ["true", "false"],
  path: [name],
  message: 'Invalid option: expected one of "true"|"false"',
});
