import { mergePlaces, threeWayPlaces } from "@shared/domain/diff/three-way.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { GuardRule } from "@shared/domain/prompt/guard-rule.ts";
import type { PromptVersion } from "@shared/domain/prompt/prompt.ts";
import type { SaveRequest } from "@shared/domain/prompt/save.ts";
import type {
  MetByEdit,
  PromptStanding,
  SaveConflict,
  SaveOutcome,
  SaveProblem,
} from "@shared/domain/prompt/save-outcome.ts";
import type { CallIo } from "../../ports.ts";
import { UncertainWrite } from "../failures/uncertain-write.ts";
import { contentHash } from "../found/content-hash.ts";
import type { NewVersion } from "../library-writing.ts";
import { guarded, type WritingPlace } from "./open-writing.ts";

/** What a look before saving came to. */
export interface Look {
  standing: PromptStanding | null;
  sameAs: string | null;
  /** Oldest first. */
  newer: string[];
  problems: SaveProblem[];
}

/** What the request asks to be made; labels that the library gives by itself are left out. */
function newVersionOf({ edit, labels, tags, commitMessage }: SaveRequest): NewVersion {
  const { type, prompt, config, base } = edit;
  if ((type === "text") !== (typeof prompt === "string")) {
    const message = "A text prompt is one text, a chat prompt a list of messages.";
    throw new AppFailure("invalid_input", { message });
  }
  return {
    name: base.name,
    type,
    prompt,
    config,
    labels: [...new Set(labels)].filter((label) => label !== "latest"),
    ...(tags === undefined ? {} : { tags }),
    ...(commitMessage === undefined || commitMessage === "" ? {} : { commitMessage }),
  };
}

/** Compares what is to be saved with what is there. */
export async function lookBefore({ writing }: WritingPlace, request: SaveRequest, io: CallIo): Promise<Look> {
  const wanted = newVersionOf(request);
  const problems = [...(await writing.problems(wanted))];
  const standing = problems.some(({ path }) => path[0] === "name") ? null : await writing.standing(wanted.name, io);
  if (standing && standing.type !== wanted.type) {
    const message = `“${wanted.name}” is a ${standing.type} prompt for good; save this under another name.`;
    problems.push({ code: "type_fixed", path: ["type"], severity: "blocks", message });
  }
  const isSame = standing !== null && storedHash(writing, standing.newest) === storedHash(writing, wanted);
  return {
    standing,
    sameAs: isSame ? standing.newest.version : null,
    newer: newerThanBase(writing, request, standing),
    problems,
  };
}

/** Versions that were made after the one the edit began with, or after the one that was seen since. */
function newerThanBase(
  { versionsAreTexts }: WritingPlace["writing"],
  { edit, baseHash, seen }: SaveRequest,
  standing: PromptStanding | null,
): string[] {
  const { versions = [], newest, contentHash: newestHash } = standing ?? {};
  if (versionsAreTexts && baseHash !== undefined && baseHash === newestHash) return [];
  const base = seen ?? edit.base.version;
  const index = base === undefined ? -1 : versions.indexOf(base);
  const newer = versions.slice(index + 1);
  // A number that was used again names another text.
  const isReused = seen === undefined && baseHash !== undefined && newestHash !== baseHash;
  return newer.length === 0 && isReused && newest ? [newest.version] : newer;
}

/**
 * Looks, asks the guard, writes once, looks again. Nothing is overwritten, nothing is written twice, and what was not
 * written is told with its reason.
 * @throws AppFailure `cancelled` when the caller has gone, `invalid_input` for an edit whose type and form differ.
 */
export async function saveVersion(
  place: WritingPlace,
  request: SaveRequest,
  guard: GuardRule,
  io: CallIo,
): Promise<SaveOutcome> {
  const { prompt } = place;
  const wanted = newVersionOf(request);
  try {
    const look = await lookBefore(place, request, io);
    if (look.standing && look.sameAs !== null) {
      return { kind: "unchanged", version: look.sameAs, contentHash: look.standing.contentHash };
    }
    const hindering = look.problems.filter(({ severity }) => severity === "blocks" || !request.acceptsChanges);
    if (hindering.length > 0) return { kind: "problems", problems: look.problems };
    if (look.standing && look.newer.length > 0) return await conflict(place, request, look.standing, look.newer, io);
    const stopped = guarded(guard, wanted.labels, prompt, {
      typedName: request.typedName,
      message: request.commitMessage,
    });
    if (stopped) return stopped;
    return await write(place, onlyWhatChanges(wanted, look.standing), request, look.standing, io);
  } catch (error) {
    if (io.signal.aborted) throw new AppFailure("cancelled");
    if (!(error instanceof AppFailure) || error.error.code === "invalid_input") throw error;
    return { kind: "refused", error: error.error };
  }
}

/** Tags that are there already are not sent: they would be written to all versions once more. */
function onlyWhatChanges(wanted: NewVersion, standing: PromptStanding | null): NewVersion {
  const { tags, ...others } = wanted;
  const isSame = tags !== undefined && JSON.stringify([...tags].sort()) === JSON.stringify(standing?.tags.toSorted());
  return tags === undefined || isSame ? others : wanted;
}

async function write(
  place: WritingPlace,
  wanted: NewVersion,
  request: SaveRequest,
  before: PromptStanding | null,
  io: CallIo,
): Promise<SaveOutcome> {
  const { writing } = place;
  try {
    const written = await writing.save(wanted, before?.newest.version ?? null, io);
    if (written.kind === "made") return await saved(place, wanted, before, written.version, false, io);
    const now = await writing.standing(wanted.name, io);
    const newer = now ? newerThanBase(writing, request, now) : [];
    if (now && newer.length > 0) return await conflict(place, request, now, newer, io);
    const message = "Somebody else was saving this prompt at the same moment.";
    return { kind: "refused", error: new AppFailure("save_refused", { message, advice: "Save it again." }).error };
  } catch (error) {
    if (!(error instanceof UncertainWrite) || io.signal.aborted) throw error;
    const found = await find(place, wanted, before, io);
    return found ? await saved(place, wanted, before, found, true, io) : { kind: "unknown", error: error.error };
  }
}

/** Looks for what may have been written: a version that was not there before, with this very text and message. */
async function find(
  { writing }: WritingPlace,
  wanted: NewVersion,
  before: PromptStanding | null,
  io: CallIo,
): Promise<PromptVersion | null> {
  try {
    const now = await writing.standing(wanted.name, io);
    for (const version of [...versionsAfter(before, now)].reverse()) {
      const candidate = version === now?.newest.version ? now.newest : await writing.version(wanted.name, version, io);
      if (!candidate || storedHash(writing, candidate) !== storedHash(writing, wanted)) continue;
      if ((candidate.commitMessage ?? "") === (wanted.commitMessage ?? "")) return candidate;
    }
  } catch (error) {
    // It cannot be looked up either; that is what “unknown” says.
    if (!(error instanceof AppFailure) || io.signal.aborted) throw error;
  }
  return null;
}

async function saved(
  { writing }: WritingPlace,
  wanted: NewVersion,
  before: PromptStanding | null,
  version: PromptVersion,
  found: boolean,
  io: CallIo,
): Promise<SaveOutcome> {
  const isNext = before?.next == null || before.next === version.version;
  const meanwhile = isNext ? [] : await madeBetween(writing, wanted.name, before, version.version, io);
  return {
    kind: "saved",
    version,
    contentHash: contentHash(version),
    moved: version.labels.map((label) => ({
      label,
      from: before?.labels.find((one) => one.label === label)?.version ?? null,
      to: version.version,
    })),
    meanwhile,
    found,
    asSent: storedHash(writing, version) === storedHash(writing, wanted),
  };
}

/** The version is saved by now, so a look that fails is no failure of it. */
async function madeBetween(
  writing: WritingPlace["writing"],
  name: string,
  before: PromptStanding | null,
  own: string,
  io: CallIo,
): Promise<string[]> {
  try {
    return versionsAfter(before, await writing.standing(name, io)).filter((version) => version !== own);
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    return [];
  }
}

function versionsAfter(before: PromptStanding | null, now: PromptStanding | null): string[] {
  return (now?.versions ?? []).filter((version) => !before?.versions.includes(version));
}

/**
 * What saving would meet: what somebody else saved since the edit began. Writes nothing.
 * @throws AppFailure as the library does, and `invalid_input` as `saveVersion`.
 */
export async function meetEdit(place: WritingPlace, request: SaveRequest, io: CallIo): Promise<MetByEdit> {
  const { standing, sameAs, newer } = await lookBefore(place, request, io);
  if (!standing) return { conflict: null, isThere: false };
  const isMet = sameAs === null && newer.length > 0;
  return { conflict: isMet ? await conflict(place, request, standing, newer, io) : null, isThere: true };
}

async function conflict(
  { writing, prompt }: WritingPlace,
  { edit, baseHash, baseText }: SaveRequest,
  now: PromptStanding,
  newer: string[],
  io: CallIo,
): Promise<SaveConflict> {
  const { base, type, prompt: text, config } = edit;
  const found = base.version === undefined ? null : await writing.version(prompt.name, base.version, io);
  const mine = { type, prompt: text, config };
  const isBase = found !== null && (baseHash === undefined || contentHash(found) === baseHash);
  const theirs = writing.asStored(now.newest);
  const isKept = !isBase && baseText !== undefined && contentHash(baseText) === baseHash;
  const begun = isBase ? writing.asStored(found) : isKept ? writing.asStored(baseText) : null;
  const places = threeWayPlaces(begun, theirs, writing.asStored(mine));
  return {
    kind: "conflict",
    base: isBase ? found : null,
    baseIsKept: isKept,
    theirs: now.newest,
    theirsHash: now.contentHash,
    mine,
    begun: begun ?? theirs,
    places,
    merged: mergePlaces(begun ?? theirs, places, []),
    newer,
    next: now.next,
  };
}

function storedHash(writing: WritingPlace["writing"], { type, prompt, config }: NewVersion | PromptVersion): string {
  return contentHash(writing.asStored({ type, prompt, config }));
}
