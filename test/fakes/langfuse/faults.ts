import type { Answer } from "./answers.ts";

/** What a Langfuse, or what stands in front of it, does instead of answering. */
export type Fault =
  | { kind: "answer"; answer: Answer }
  /** Takes the request and never answers, as a Langfuse whose Redis is down. */
  | { kind: "hang" }
  /** Sends the head and half of the body, then nothing. */
  | { kind: "half" }
  /** Cuts the connection before a byte of an answer. */
  | { kind: "reset" };

const page = (status: number, title: string, headers: Record<string, string> = {}): Fault => ({
  kind: "answer",
  answer: {
    status,
    contentType: "text/html",
    headers,
    body: `<html><head><title>${title}</title></head><body><h1>${title}</h1></body></html>`,
  },
});

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Fault => ({
  kind: "answer",
  answer: { status, body, headers },
});

const host = "Confirm that you've configured the correct host.";

export const faults = {
  hang: { kind: "hang" } as Fault,
  half: { kind: "half" } as Fault,
  reset: { kind: "reset" } as Fault,
  /** Langfuse Cloud only. */
  rateLimited(seconds: number): Fault {
    const details = { retryAfterSeconds: seconds, limit: 30, remaining: 0, resetAt: "2026-11-23T08:00:12.000Z" };
    return json(
      429,
      { message: "Rate limit exceeded", code: "rate_limited", details },
      {
        "Retry-After": String(seconds),
        "X-RateLimit-Limit": "30",
        "X-RateLimit-Remaining": "0",
        "X-RateLimit-Reset": "Mon Nov 23 2026 08:00:12 GMT+0000 (Coordinated Universal Time)",
      },
    );
  },
  /** Postgres down. */
  internal: json(500, { message: "Internal Server Error", error: "An unknown error occurred" }),
  unavailablePage: page(503, "503 Service Temporarily Unavailable"),
  loginPage: page(200, "Sign in - Example SSO"),
  notFoundPage: page(404, "404 Not Found"),
  redirect: page(302, "302 Found", { Location: "https://login.example/authorize" }),
  unauthorized: json(401, { message: `Invalid credentials. ${host}`, error: "UnauthorizedError" }),
  unauthorizedUnnamed: json(401, { message: `Invalid credentials. ${host}` }),
  forbidden: json(403, { message: "Access denied", error: "ForbiddenError" }),
  invalidData: json(400, {
    message: "Invalid request data",
    error: [{ code: "invalid_value", path: ["resolve"], message: "Invalid option" }],
  }),
  brokenReference: json(400, {
    message: "Prompt dependency not found: missing-child - label production",
    error: "InvalidRequestError",
  }),
  conflict: json(409, {
    message: "Circular dependency detected involving prompt 'a' version 1",
    error: "LangfuseConflictError",
  }),
  /** JSON, but not Langfuse's. */
  otherJson: json(200, { hello: "world" }),
};
