import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { GuardRule } from "@shared/domain/prompt/guard-rule.ts";
import type { PromptVersion } from "@shared/domain/prompt/prompt.ts";
import type { DeleteVersionRequest } from "@shared/domain/prompt/save.ts";
import type { DeleteCheck, DeleteVersionOutcome } from "@shared/domain/prompt/save-outcome.ts";
import type { CallIo } from "../../ports.ts";
import { UncertainWrite } from "../failures/uncertain-write.ts";
import { contentHash } from "../found/content-hash.ts";
import type { VersionDeleting } from "../library-writing.ts";
import { guarded, type WritingPlace } from "./open-writing.ts";

type Which = Pick<DeleteVersionRequest, "version">;

/**
 * What taking a version away would do and break.
 * @throws AppFailure `prompt_not_found` when it is not there, and as the library does.
 */
export async function checkDelete(
  { writing, prompt }: WritingPlace,
  { version }: Which,
  guard: GuardRule,
  io: CallIo,
): Promise<Omit<DeleteCheck, "exchanges">> {
  const deleting = deletingOf(writing.deleting);
  const standing = await writing.standing(prompt.name, io);
  const found = await writing.version(prompt.name, version, io);
  if (!standing || !found) throw gone(prompt.name, version);
  const lostLabels = found.labels.filter((label) => label !== "latest");
  const left = standing.versions.filter((one) => one !== version);
  return {
    version: found,
    contentHash: contentHash(found),
    lostLabels,
    newestAfter: left.at(-1) ?? null,
    numberUsedAgain: standing.newest.version === version && standing.next !== null,
    ...(await deleting.dependents(prompt.name, { version, labels: found.labels }, io)),
    guard,
  };
}

/**
 * Takes one version away, if it still says what the person saw.
 * @throws AppFailure `cancelled`, and `save_refused` where versions cannot be taken away.
 */
export async function deleteVersion(
  { writing, prompt }: WritingPlace,
  request: DeleteVersionRequest,
  guard: GuardRule,
  io: CallIo,
): Promise<DeleteVersionOutcome> {
  const deleting = deletingOf(writing.deleting);
  const { version } = request;
  try {
    const found = await writing.version(prompt.name, version, io);
    if (!found) throw gone(prompt.name, version);
    if (request.contentHash !== undefined && request.contentHash !== contentHash(found)) {
      return { kind: "conflict", theirs: found };
    }
    // Whoever asks for production gets nothing any more: that is a move as well.
    const stopped = guarded(guard, found.labels, prompt, request);
    if (stopped) return stopped;
    await deleting.delete(prompt.name, version, io).catch((error: unknown) => lookAfter(error, found));
    const left = await writing.standing(prompt.name, io).catch(() => null);
    return { kind: "deleted", version, newest: left?.newest.version ?? null };
  } catch (error) {
    if (io.signal.aborted) throw new AppFailure("cancelled");
    if (!(error instanceof AppFailure)) throw error;
    if (error instanceof UncertainWrite) return { kind: "unknown", error: error.error };
    return { kind: "refused", error: error.error, dependents: deleting.namedIn(error.error) };
  }

  async function lookAfter(error: unknown, before: PromptVersion): Promise<void> {
    if (!(error instanceof UncertainWrite) || io.signal.aborted) throw error;
    const now = await writing.version(prompt.name, version, io).catch(() => before);
    if (now && contentHash(now) === contentHash(before)) throw error;
  }
}

function deletingOf(deleting: VersionDeleting | undefined): VersionDeleting {
  if (!deleting) throw new AppFailure("save_refused", { message: "Versions cannot be taken away here." });
  return deleting;
}

function gone(name: string, version: string): AppFailure {
  return new AppFailure("prompt_not_found", { message: `The prompt “${name}” has no version ${version}.` });
}
