import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { FileOfVersion, PortablePrompt, PortableVersion } from "@shared/domain/prompt/portable-prompt.ts";
import type { PromptIdentity, PromptVersion } from "@shared/domain/prompt/prompt.ts";
import { inParallel } from "../../http/in-parallel.ts";
import type { CallIo } from "../../ports.ts";
import type { PromptLibrary } from "../library.ts";

const atOnce = 4;
/** Given by libraries themselves. */
const ownLabels = new Set(["latest"]);

/**
 * A prompt with its versions as they are stored, references unresolved.
 * @param version only this one; absent: all.
 * @throws AppFailure as the library does.
 */
export async function takeOut(
  library: PromptLibrary,
  prompt: PromptIdentity,
  version: string | undefined,
  io: CallIo,
): Promise<PortablePrompt> {
  const wanted = version === undefined ? await versionsOf(library, prompt.name, io) : [version];
  const found = await inParallel(wanted, atOnce, async (one) => {
    const resolved = await library.get({ ...prompt, version: one }, { resolve: false, refresh: true }, io);
    const file = await library.fileOf?.(prompt.name, one, io);
    return { prompt: resolved.prompt, file };
  });
  const versions = found.map((one) => portableVersion(one.prompt, one.file));
  return { name: prompt.name, tags: found.at(-1)?.prompt.tags ?? [], versions };
}

/** Oldest first. */
async function versionsOf(library: PromptLibrary, name: string, io: CallIo): Promise<string[]> {
  const rows = await library.versions(name, { refresh: true }, io);
  if (rows.length === 0) throw new AppFailure("prompt_not_found", { message: `“${name}” has no version.` });
  return rows.map(({ version }) => version).reverse();
}

function portableVersion(found: PromptVersion, file: FileOfVersion | null | undefined): PortableVersion {
  const { version, type, prompt, config, labels, commitMessage, createdAt, createdBy } = found;
  return {
    version,
    type,
    prompt,
    config,
    labels: labels.filter((label) => !ownLabels.has(label)),
    ...(commitMessage === undefined ? {} : { commitMessage }),
    ...(createdAt === undefined ? {} : { createdAt }),
    ...(createdBy === undefined ? {} : { createdBy }),
    ...(file ? { file } : {}),
  };
}
