import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { LibraryConnection } from "@shared/domain/prompt/library-view.ts";
import type { PromptEdit, PromptLibraryId, PromptRef, PromptVersion } from "@shared/domain/prompt/prompt.ts";
import type { CallIo } from "../../ports.ts";
import type { PromptLibrary } from "../library.ts";
import { contentHash } from "./content-hash.ts";

/** @throws AppFailure `prompt_not_found` for a prompt of another connection. */
export function refuseForeign(
  { label }: Pick<PromptLibrary, "label">,
  connection: LibraryConnection | null,
  { connection: asked, name }: Pick<PromptRef, "connection" | "name">,
): void {
  if (asked === undefined || asked === connection?.id) return;
  throw new AppFailure("prompt_not_found", {
    message: `“${name}” is a prompt of another ${label} connection than the one in use.`,
    advice: `Connect that project again, or open a prompt of ${connection?.label ?? label}.`,
  });
}

interface Hashed {
  prompt: PromptVersion;
  contentHash: string;
}

const known = new WeakMap<PromptVersion, Hashed>();

/** A copy that is kept is given to every call: its text is hashed once. */
function hashed(found: PromptVersion, library: PromptLibraryId): Hashed {
  const before = known.get(found);
  if (before?.prompt.library === library) return before;
  const prompt = { ...found, library };
  const made = { prompt, contentHash: contentHash(prompt) };
  known.set(found, made);
  return made;
}

/**
 * A library whose answers say where they were found and what hash their text has. A prompt of another connection is
 * never looked for in this one, where a prompt of that name may be a stranger's.
 */
export function identified(library: PromptLibrary, connection: LibraryConnection | null): PromptLibrary {
  const place = {
    library: library.id,
    ...(connection ? { connection: connection.id } : {}),
    ...(connection?.project ? { project: connection.project.id } : {}),
  };

  const { compose } = library;
  function composeHere(composed: NonNullable<typeof compose>, edit: PromptEdit, io: CallIo) {
    refuseForeign(library, connection, edit.base);
    return composed(edit, io);
  }

  return {
    ...library,
    async list(options, io) {
      return { ...(await library.list(options, io)), ...place };
    },
    ...(compose ? { compose: (edit: PromptEdit, io: CallIo) => composeHere(compose, edit, io) } : {}),
    async get(ref, options, io) {
      refuseForeign(library, connection, ref);
      const found = await library.get(ref, options, io);
      return { ...found, ref: { ...ref, ...place }, ...hashed(found.prompt, library.id) };
    },
  };
}
