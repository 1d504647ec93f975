import { type Answer, forbiddenPrompts, organizationKey, unauthorized } from "./answers.ts";

export interface Keys {
  publicKey: string;
  secretKey: string;
  /** A key of the organization, which may not read prompts. */
  organizationSecretKey: string;
}

/** A project as its keys open it. */
export interface Keyed extends Pick<Keys, "publicKey" | "secretKey"> {
  /** Its key reads and changes nothing. */
  readsOnly: boolean;
}

/**
 * The project whose prompts the request may have, or the refusal. Like Langfuse, it never looks at the public key of a
 * Basic header. Langfuse 4.16 has no keys that only read (its later versions prepare them): they are refused here in
 * the words it has for a key that may not write.
 */
export function authorize<Project extends Keyed>(
  { header, route, method }: { header: string | undefined; route: string; method: string },
  projects: readonly [Project, ...Project[]],
  organizationSecretKey: string,
): Project | { refused: Answer } {
  if (/^\/api\/public\/(health|ready)\b/.test(route)) return projects[0];
  const named = route.startsWith("/api/public/v2/prompts");
  const refused = (answer: Answer) => ({ refused: answer });
  if (header === undefined) return refused(unauthorized("none", named));
  const [scheme, credentials = ""] = header.split(" ");
  if (scheme === "Bearer") {
    const isKnown = projects.some(({ publicKey }) => publicKey === credentials);
    return refused(isKnown ? forbiddenPrompts(method) : unauthorized("public", named));
  }
  if (!/^[A-Za-z0-9+/]+=*$/.test(credentials)) return refused(unauthorized("malformed", named));
  const [, secret] = Buffer.from(credentials, "base64").toString("utf8").split(":");
  if (secret === organizationSecretKey) return refused(named ? forbiddenPrompts(method) : organizationKey);
  const project = projects.find(({ secretKey }) => secretKey === secret);
  if (!project) return refused(unauthorized("secret", named));
  const writes = method !== "GET" && method !== "HEAD";
  return project.readsOnly && writes ? refused(forbiddenPrompts(method)) : project;
}
