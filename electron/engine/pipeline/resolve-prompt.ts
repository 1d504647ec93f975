import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type {
  PromptEdit,
  PromptLibraryId,
  PromptRef,
  ResolvedPrompt,
  TemplateFormat,
} from "@shared/domain/prompt/prompt.ts";
import { referencesIn } from "@shared/domain/prompt/prompt-references.ts";
import { isEdit } from "@shared/domain/prompt/run-prompt.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { contentHash } from "../libraries/found/content-hash.ts";
import type { PromptLibrary } from "../libraries/library.ts";
import type { CallIo } from "../ports.ts";

/** How a library is opened for one call. @throws AppFailure when it is unknown or not connected. */
export type OpenLibrary = (id: PromptLibraryId, connection?: string) => PromptLibrary;

/**
 * The text a run is of: what its library has under the reference, or the edit that came with it. Null without a prompt.
 * @throws AppFailure as the library does.
 */
export async function resolvePrompt(
  { prompt }: RunRequest,
  open: OpenLibrary,
  io: CallIo,
): Promise<ResolvedPrompt | null> {
  if (!prompt) return null;
  if (isEdit(prompt)) return resolveEdit(prompt, open, io);
  return open(prompt.library, prompt.connection).get(prompt, { resolve: true, refresh: false }, io);
}

/** No library is asked unless the text refers to other prompts. */
async function resolveEdit(edit: PromptEdit, open: OpenLibrary, io: CallIo): Promise<ResolvedPrompt> {
  const { base, type, config } = edit;
  const { library, name, version = "" } = base;
  const refers = referencesIn(edit.prompt).length > 0;
  const { prompt, resolutionGraph } = (refers && (await open(library, base.connection).compose?.(edit, io))) || {
    prompt: edit.prompt,
    resolutionGraph: null,
  };
  const graph = resolutionGraph ? { resolutionGraph } : {};
  const templateFormat = await formatOf(base, open, io);
  return {
    ref: base,
    prompt: {
      library,
      name,
      version,
      type,
      prompt,
      config,
      labels: [],
      tags: [],
      ...graph,
      ...(templateFormat ? { templateFormat } : {}),
    },
    contentHash: contentHash({ type, prompt, config }),
    edited: true,
    fetchedAt: Date.now(),
    freshness: "given",
  };
}

/** An edit is run without its library, too: where that cannot be opened its texts are Langfuse's. */
async function formatOf(base: PromptRef, open: OpenLibrary, io: CallIo): Promise<TemplateFormat | undefined> {
  try {
    return await open(base.library).templateFormat?.(base, io);
  } catch (error) {
    if (error instanceof AppFailure && !io.signal.aborted) return undefined;
    throw error;
  }
}
