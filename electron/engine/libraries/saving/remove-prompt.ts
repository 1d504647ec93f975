import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { RemovePromptRequest } from "@shared/domain/prompt/save.ts";
import type { RemoveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import type { CallIo } from "../../ports.ts";
import type { WritingPlace } from "./open-writing.ts";

/**
 * Takes a prompt away whole, if it still says what the person saw.
 * @throws AppFailure `cancelled`, and `save_refused` where prompts cannot be taken away.
 */
export async function removePrompt(
  { writing, prompt }: WritingPlace,
  { version }: Pick<RemovePromptRequest, "version">,
  io: CallIo,
): Promise<RemoveOutcome> {
  if (!writing.remove) throw new AppFailure("save_refused", { message: "Prompts cannot be taken away here." });
  try {
    return { kind: (await writing.remove(prompt.name, version, io)) ? "removed" : "left" };
  } catch (error) {
    if (io.signal.aborted) throw new AppFailure("cancelled");
    if (!(error instanceof AppFailure)) throw error;
    return { kind: "refused", error: error.error };
  }
}
