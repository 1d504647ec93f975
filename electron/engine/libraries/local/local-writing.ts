import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { FileOfVersion } from "@shared/domain/prompt/portable-prompt.ts";
import type { SaveProblem } from "@shared/domain/prompt/save-outcome.ts";
import { contentHash } from "../found/content-hash.ts";
import type { LibraryWriting, NewVersion } from "../library-writing.ts";
import { fileDifferences } from "./file-differences.ts";
import { endings, formatFor, newFormat } from "./formats/formats.ts";
import { FormatFailure } from "./formats/prompt-file.ts";
import { readPrompt, textOf, toVersion, whereItSaysMore } from "./local-files.ts";
import type { LocalFolder } from "./local-library.ts";
import { type FoundFile, mostBytes } from "./prompt-folder.ts";

/** Writes prompts into the files of a folder, in the form each file has; a new one as `NAME.prompt.yml`. */
export function createLocalWriting({ id, folder, history }: LocalFolder): LibraryWriting {
  return {
    versionsAreTexts: true,
    keepsFiles: true,
    problems: async (wanted) => localProblems(wanted, await folder.refusal(wanted.name)),
    asStored: ({ type, prompt, config }) => ({ type, prompt, config: config ?? {} }),

    async standing(name, io) {
      const root = await folder.root();
      const file = await folder.read(name, io.signal);
      if (!file) return null;
      history.seen(file);
      const [now, ...earlier] = await history.versions(root, id, name, file, io.signal);
      if (!now) return null;
      const newest = toVersion(name, readPrompt(name, file), now);
      const versions = [...earlier.map(({ version }) => version).reverse(), now.version];
      return {
        type: newest.type,
        newest,
        contentHash: contentHash(newest),
        versions,
        labels: [],
        tags: [],
        next: null,
      };
    },

    async version(name, version, io) {
      const root = await folder.root();
      const file = await folder.read(name, io.signal);
      if (file && (await history.current(root, file, io.signal)) === version) {
        return toVersion(name, readPrompt(name, file), { version });
      }
      const bytes = await history.bytes(root, id, name, file, version, io.signal);
      if (!bytes) return null;
      try {
        return toVersion(name, readPrompt(name, { ending: file?.ending ?? newFormat.endings[0] ?? "", bytes }), {
          version,
        });
      } catch (error) {
        // An earlier state of a file that was no prompt then.
        if (error instanceof AppFailure && error.error.code === "prompt_invalid") return null;
        throw error;
      }
    },

    async differingFile(name, given, io) {
      const file = await folder.read(name, io.signal);
      return file ? fileDifferences(whereItSaysMore(name, file), given) : [];
    },

    async remove(name, version, io) {
      const root = await folder.root();
      const file = await folder.read(name, io.signal);
      if (!file || (await history.current(root, file, io.signal)) !== version) return false;
      await history.removes(id, name, file);
      return folder.remove(file, io.signal);
    },

    async save(wanted, onto, io) {
      const root = await folder.root();
      const file = await folder.read(wanted.name, io.signal);
      const now = file ? await history.current(root, file, io.signal) : null;
      if (now !== onto) return { kind: "overtaken" };
      const asItWas = wanted.file && isFileOf(wanted, wanted.file, file) ? wanted.file : null;
      const bytes = Buffer.from(asItWas?.text ?? fileWith(wanted, file), "utf8");
      const ending = asItWas?.ending ?? newFormat.endings[0] ?? "";
      const written = await folder.write(wanted.name, file, ending, bytes, io.signal);
      await history.wrote(root, id, wanted.name, file ? [file, written] : [written]);
      const at = new Date(written.modifiedMs).toISOString();
      const version = await history.current(root, written, io.signal);
      return { kind: "made", version: toVersion(wanted.name, readPrompt(wanted.name, written), { version, at }) };
    },
  };
}

/** Whether a file that is brought along says what is to be saved, and may lie where the prompt does. */
function isFileOf(wanted: NewVersion, { ending, text }: FileOfVersion, before: FoundFile | null): boolean {
  if (!endings.includes(ending) || (before && before.ending !== ending)) return false;
  try {
    const { file } = readPrompt(wanted.name, { ending, bytes: Buffer.from(text, "utf8") });
    const { type, prompt, config } = wanted;
    return contentHash(file) === contentHash({ type, prompt, config: config ?? {} });
  } catch (error) {
    if (error instanceof AppFailure) return false;
    throw error;
  }
}

/** The file's text with what is to be saved, in the form it has. */
function fileWith(wanted: NewVersion, file: FoundFile | null): string {
  const before = file ? textOf(file.bytes) : null;
  const format = file && before !== null ? formatFor(file.ending, before) : newFormat;
  try {
    return (format ?? newFormat).write(before, wanted, wanted.name);
  } catch (error) {
    if (error instanceof FormatFailure) throw new AppFailure("save_refused", { message: error.message });
    throw error;
  }
}

/**
 * What no file holds, whatever its form. What one form does not hold is told by the write.
 * @param name why none of the name is written.
 */
function localProblems(wanted: NewVersion, name: string | undefined): SaveProblem[] {
  const problems: SaveProblem[] = [];
  if (name !== undefined) problems.push({ code: "name_invalid", path: ["name"], severity: "blocks", message: name });
  for (const [index, label] of wanted.labels.entries()) {
    const message = `Files have no labels, so “${label}” has no place.`;
    problems.push({ code: "label_invalid", path: ["labels", index], severity: "blocks", message });
  }
  if (wanted.tags && wanted.tags.length > 0) {
    problems.push({ code: "key_dropped", path: ["tags"], severity: "changes", message: "Files have no tags." });
  }
  if (wanted.commitMessage !== undefined) {
    const message = "The message is not kept: commit the file with it in git.";
    problems.push({ code: "key_dropped", path: ["commitMessage"], severity: "changes", message });
  }
  try {
    const size = Buffer.byteLength(newFormat.write(null, wanted, wanted.name));
    if (size > mostBytes) {
      problems.push({
        code: "too_large",
        path: ["prompt"],
        severity: "blocks",
        message: "The file would be larger than 1 MB.",
      });
    }
  } catch (error) {
    if (!(error instanceof FormatFailure)) throw error;
    problems.push({ code: "key_dropped", path: [...error.path], severity: "blocks", message: error.message });
  }
  return problems;
}
