/** The bodies Langfuse 4.16 answers with, word for word (test/fixtures/langfuse). */

export interface Answer {
  status: number;
  /** The usual one of the status, unless said otherwise. */
  statusText?: string;
  /** Undefined: no body. A text is sent as it is, with `contentType` (null: none); anything else as JSON. */
  body?: unknown;
  contentType?: string | null;
  headers?: Record<string, string>;
}

const host = "Confirm that you've configured the correct host.";

export const ok = (body: unknown): Answer => ({ status: 200, body });

export const notFound = (name: string, which: string): Answer => ({
  status: 404,
  body: { message: `Prompt not found: '${name}' ${which}`, error: "LangfuseNotFoundError" },
});

export const conflict = (message: string): Answer => ({
  status: 409,
  body: { message, error: "LangfuseConflictError" },
});

export const badRequest = (message: string): Answer => ({
  status: 400,
  body: { message, error: "InvalidRequestError" },
});

/** A schema error: `error` is a list here and a text everywhere else. */
export const invalidData = (...issues: unknown[]): Answer => ({
  status: 400,
  body: { message: "Invalid request data", error: issues },
});

/** Next.js' own words when it reads a body; its text is the status line's as well. */
export const unreadableBody = (status: 400 | 413): Answer => {
  const words = status === 413 ? "Body exceeded 1mb limit" : "Invalid JSON";
  return { status, statusText: words, contentType: null, body: words };
};

export const created = (body: unknown): Answer => ({ status: 201, body });

export const deleted: Answer = { status: 204, contentType: null };

export const internalError = (words = "An unknown error occurred"): Answer => ({
  status: 500,
  body: { message: "Internal Server Error", error: words },
});

export const notFoundToWrite = (message: string): Answer => ({
  status: 404,
  body: { message, error: "LangfuseNotFoundError" },
});

export const methodNotAllowed: Answer = {
  status: 405,
  body: { message: "Method not allowed", error: "MethodNotAllowedError" },
};

/** The prompt routes name the error, most others do not. */
export function unauthorized(words: "none" | "secret" | "public" | "malformed", named: boolean): Answer {
  const message = {
    none: "No authorization header",
    secret: `Invalid credentials. ${host}`,
    public: `Invalid public key. ${host}`,
    malformed: `Invalid character. ${host}`,
  }[words];
  return { status: 401, body: named ? { message, error: "UnauthorizedError" } : { message } };
}

/** For a key that may not do this with prompts. */
export const forbiddenPrompts = (method: string): Answer => ({
  status: 403,
  body: {
    message: `Access denied - need to use basic auth with secret key to ${method} prompts`,
    error: "ForbiddenError",
  },
});

export const organizationKey: Answer = {
  status: 403,
  body: { message: "Invalid API key. Are you using an organization key?" },
};

/** A path whose percent signs encode nothing. */
export const badPath: Answer = { status: 400, contentType: "text/plain", body: "Bad Request" };

/** Next.js' page for a path that no route has; a raw slash in a prompt's name leads here. */
export const unknownRoute: Answer = {
  status: 404,
  contentType: "text/html; charset=utf-8",
  headers: { "Cache-Control": "private, no-cache, no-store, max-age=0, must-revalidate" },
  body:
    '<!DOCTYPE html><html lang="en"><head><meta charSet="utf-8"/><meta name="robots" content="noindex"/>' +
    "<title>404: This page could not be found.</title></head><body><h1>404</h1></body></html>",
};
