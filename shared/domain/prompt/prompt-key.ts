import type { PromptIdentity } from "./prompt.ts";

/**
 * The text under which what belongs to a prompt is kept, whatever its version: `library@connection:name`, or
 * `library:name` where there is no connection. Ids of libraries and connections hold neither `@` nor `:`, so that no
 * two prompts have one key.
 */
export function promptKey({
  library,
  connection,
  name,
}: Pick<PromptIdentity, "library" | "connection" | "name">): string {
  return connection === undefined ? `${library}:${name}` : `${library}@${connection}:${name}`;
}

/** The prompt alone, without version and label. */
export function identityOf(ref: PromptIdentity): PromptIdentity {
  const { library, connection, project, name } = ref;
  return {
    library,
    ...(connection === undefined ? {} : { connection }),
    ...(project === undefined ? {} : { project }),
    name,
  };
}

/** Whether a prompt lies in a library, and there in the connection that is open. */
export function liesIn(
  ref: Pick<PromptIdentity, "library" | "connection"> | null,
  place: Pick<PromptIdentity, "library" | "connection">,
): boolean {
  return ref !== null && ref.library === place.library && ref.connection === place.connection;
}
