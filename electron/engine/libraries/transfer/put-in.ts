import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type {
  PortablePrompt,
  PortableVersion,
  PutInCheck,
  PutInOutcome,
  PutInRequest,
  PutInStanding,
} from "@shared/domain/prompt/portable-prompt.ts";
import type { PromptContent } from "@shared/domain/prompt/prompt.ts";
import type { GuardRule } from "@shared/domain/prompt/save.ts";
import type { PromptStanding, SaveProblem } from "@shared/domain/prompt/save-outcome.ts";
import type { CallIo } from "../../ports.ts";
import { UncertainWrite } from "../failures/uncertain-write.ts";
import { contentHash } from "../found/content-hash.ts";
import type { LibraryWriting, NewVersion } from "../library-writing.ts";
import { guarded, type WritingPlace } from "../saving/open-writing.ts";

/** What stands where a prompt is to go, and how many of its versions that are. */
interface Present {
  kind: PutInStanding;
  present: number;
  newest: string | null;
}

/** What putting a prompt in would do and lose. @throws AppFailure as the library does. */
export async function checkPutIn(
  { writing, prompt: place }: WritingPlace,
  prompt: PortablePrompt,
  guard: GuardRule,
  io: CallIo,
): Promise<PutInCheck> {
  const problems = await problemsOf(writing, prompt);
  const isNameless = problems.some(({ path, severity }) => path[0] === "name" && severity === "blocks");
  const { kind, present } = isNameless ? nothing : await presentOf(writing, prompt, io);
  const left = prompt.versions.slice(present).flatMap(({ labels }) => keptLabels(writing, labels));
  const differs = kind === "same" ? await differingFile(writing, prompt, io) : [];
  return { standing: kind, present, differs, problems, guard: guarded(guard, left, place, {})?.needs ?? null };
}

/**
 * Writes the versions that are not there yet, oldest first, each once. A prompt of the name that says anything else is
 * left alone.
 * @throws AppFailure `cancelled` when the caller has gone.
 */
export async function putIn(
  { writing, prompt: place }: WritingPlace,
  request: PutInRequest,
  guard: GuardRule,
  io: CallIo,
): Promise<PutInOutcome> {
  const { prompt } = request;
  let versions = 0;
  const left = () => prompt.versions.length - versions;
  try {
    const problems = await problemsOf(writing, prompt);
    const hindering = problems.filter(({ severity }) => severity === "blocks" || !request.acceptsChanges);
    if (hindering.length > 0) return { kind: "problems", problems };
    const { kind, present, newest } = await presentOf(writing, prompt, io);
    if (kind === "same") return { kind: "same", differs: await differingFile(writing, prompt, io) };
    if (kind === "other") return { kind: "exists" };
    const wanted = prompt.versions.slice(present).map((version) => newVersion(writing, prompt, version));
    const labels = wanted.flatMap((version) => version.labels);
    const stopped = guarded(guard, labels, place, { typedName: request.typedName, message: request.message });
    if (stopped) return stopped;
    versions = present;
    let onto = newest;
    for (const version of wanted) {
      onto = await writeOnce(writing, version, onto, io);
      versions += 1;
    }
    return { kind: "made", versions: wanted.length, newest: onto ?? "" };
  } catch (error) {
    if (io.signal.aborted) throw new AppFailure("cancelled");
    if (!(error instanceof AppFailure)) throw error;
    return { kind: "stopped", versions, of: versions + left(), error: error.error };
  }
}

/** The texts are the same; a file may say more than its text. */
async function differingFile(
  writing: LibraryWriting,
  { name, versions }: PortablePrompt,
  io: CallIo,
): Promise<string[]> {
  const given = versions.at(-1)?.file;
  // One that comes from a library without files says nothing of them.
  return given === undefined ? [] : ((await writing.differingFile?.(name, given, io)) ?? []);
}

const nothing: Present = { kind: "nothing", present: 0, newest: null };

/** @returns what the new version is called. */
async function writeOnce(
  writing: LibraryWriting,
  version: NewVersion,
  onto: string | null,
  io: CallIo,
): Promise<string> {
  try {
    const written = await writing.save(version, onto, io);
    if (written.kind === "made") return written.version.version;
    const message = "Somebody else was saving this prompt at the same moment.";
    throw new AppFailure("save_refused", { message, advice: "Put it in again: it goes on where it stopped." });
  } catch (error) {
    if (!(error instanceof UncertainWrite) || io.signal.aborted) throw error;
    // The answer was lost: whether it is there, the library knows.
    const now = await writing.standing(version.name, io);
    if (now && now.newest.version !== onto && isSame(writing, now.newest, version)) return now.newest.version;
    throw error;
  }
}

async function presentOf(writing: LibraryWriting, prompt: PortablePrompt, io: CallIo): Promise<Present> {
  const standing = await writing.standing(prompt.name, io);
  if (!standing) return nothing;
  const { versions, newest } = standing;
  const present = versions.length;
  if (present > prompt.versions.length) return { kind: "other", present: 0, newest: newest.version };
  for (const [index, version] of versions.entries()) {
    const own = prompt.versions[index];
    const theirs = await versionOf(writing, standing, version, prompt.name, io);
    if (!own || !theirs || !isSame(writing, theirs, own)) return { kind: "other", present: 0, newest: newest.version };
  }
  return { kind: present === prompt.versions.length ? "same" : "begun", present, newest: newest.version };
}

async function versionOf(
  writing: LibraryWriting,
  { newest }: PromptStanding,
  version: string,
  name: string,
  io: CallIo,
): Promise<PromptContent | null> {
  return version === newest.version ? newest : writing.version(name, version, io);
}

function isSame(writing: LibraryWriting, a: PromptContent, b: PromptContent): boolean {
  return storedHash(writing, a) === storedHash(writing, b);
}

function storedHash(writing: LibraryWriting, { type, prompt, config }: PromptContent): string {
  return contentHash(writing.asStored({ type, prompt, config }));
}

/** Tags belong to all versions: those of the prompt are given with each. */
function newVersion(writing: LibraryWriting, { name, tags }: PortablePrompt, version: PortableVersion): NewVersion {
  const { type, prompt, config, labels, commitMessage, file } = version;
  return {
    name,
    type,
    prompt,
    config,
    labels: keptLabels(writing, labels),
    ...(tags.length === 0 ? {} : { tags }),
    ...(commitMessage === undefined || commitMessage === "" ? {} : { commitMessage }),
    ...(file === undefined || !writing.keepsFiles ? {} : { file }),
  };
}

function keptLabels(writing: LibraryWriting, labels: readonly string[]): string[] {
  return writing.labels ? [...labels] : [];
}

/** What the library does not hold of any version; a sentence that holds for several is said once. */
async function problemsOf(writing: LibraryWriting, prompt: PortablePrompt): Promise<SaveProblem[]> {
  const found = new Map<string, SaveProblem>();
  for (const version of prompt.versions) {
    const problems = await writing.problems(newVersion(writing, prompt, version));
    for (const problem of problems) found.set(problem.message, problem);
  }
  if (!writing.keepsFiles && prompt.versions.some(({ file }) => file !== undefined)) {
    const message =
      "Its file says more (description, test data, notes on variables, comments): that is not kept there.";
    found.set(message, { code: "key_dropped", path: ["file"], severity: "changes", message });
  }
  const lost = writing.labels ? [] : [...new Set(prompt.versions.flatMap(({ labels }) => labels))];
  if (lost.length === 0) return [...found.values()];
  const message = `There are no labels there: ${lost.map((label) => `“${label}”`).join(", ")} ${lost.length > 1 ? "are" : "is"} not kept.`;
  return [{ code: "key_dropped", path: ["labels"], severity: "changes", message }, ...found.values()];
}
