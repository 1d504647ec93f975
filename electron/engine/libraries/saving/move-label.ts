import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { GuardRule } from "@shared/domain/prompt/guard-rule.ts";
import type { MoveLabelRequest } from "@shared/domain/prompt/save.ts";
import type { MoveLabelOutcome } from "@shared/domain/prompt/save-outcome.ts";
import type { CallIo } from "../../ports.ts";
import { UncertainWrite } from "../failures/uncertain-write.ts";
import type { LabelWriting } from "../library-writing.ts";
import { guarded, type WritingPlace } from "./open-writing.ts";

/**
 * Moves one label. Where it was is told, so that it can be moved back; a label that no version had cannot be taken off
 * again.
 * @throws AppFailure `cancelled`, and `save_refused` in a library without labels.
 */
export async function moveLabel(
  { writing, prompt }: WritingPlace,
  request: MoveLabelRequest,
  guard: GuardRule,
  io: CallIo,
): Promise<MoveLabelOutcome> {
  const { labels } = writing;
  if (!labels) throw new AppFailure("save_refused", { message: "Prompts have no labels here." });
  const { label, version } = request;
  const problems = labels.problems(label);
  if (problems.length > 0) return { kind: "problems", problems };
  try {
    const from = await labels.owner(prompt.name, label, io);
    if (from === version) return { kind: "unchanged", version };
    if (request.from !== undefined && request.from !== from) return { kind: "conflict", label, version: from };
    const stopped = guarded(guard, [label], prompt, request);
    if (stopped) return stopped;
    await move(labels, prompt.name, label, version, io);
    return {
      kind: "moved",
      move: { label, from, to: version },
      undo: from === null ? null : { label, version: from },
    };
  } catch (error) {
    if (io.signal.aborted) throw new AppFailure("cancelled");
    if (!(error instanceof AppFailure)) throw error;
    return error instanceof UncertainWrite
      ? { kind: "unknown", error: error.error }
      : { kind: "refused", error: error.error };
  }
}

/** @throws UncertainWrite when there was no answer and the label is not seen there. */
async function move(labels: LabelWriting, name: string, label: string, version: string, io: CallIo): Promise<void> {
  try {
    await labels.move(name, label, version, io);
  } catch (error) {
    if (!(error instanceof UncertainWrite) || io.signal.aborted) throw error;
    const owner = await labels.owner(name, label, io).catch(() => null);
    if (owner !== version) throw error;
  }
}
