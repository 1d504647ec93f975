import { type Answer, forbiddenPrompts, organizationKey, unauthorized } from "./answers.ts";

export interface Keys {
  publicKey: string;
  secretKey: string;
  /** A key of the organization, which may not read prompts. */
  organizationSecretKey: string;
}

/** Null when the request may pass. Like Langfuse, it never looks at the public key of a Basic header. */
export function refuse(header: string | undefined, route: string, keys: Keys): Answer | null {
  if (/^\/api\/public\/(health|ready)\b/.test(route)) return null;
  const named = route.startsWith("/api/public/v2/prompts");
  if (header === undefined) return unauthorized("none", named);
  const [scheme, credentials = ""] = header.split(" ");
  if (scheme === "Bearer") {
    return credentials === keys.publicKey ? forbiddenPrompts : unauthorized("public", named);
  }
  if (!/^[A-Za-z0-9+/]+=*$/.test(credentials)) return unauthorized("malformed", named);
  const [, secret] = Buffer.from(credentials, "base64").toString("utf8").split(":");
  if (secret === keys.organizationSecretKey) return named ? forbiddenPrompts : organizationKey;
  return secret === keys.secretKey ? null : unauthorized("secret", named);
}
