import { glob, readFile, realpath, stat } from "node:fs/promises";
import { dirname, relative, resolve, sep } from "node:path";

/** A file that a config names is no larger. */
const largestFile = 64 * 1024 * 1024;
const mostFiles = 10_000;

/** Why a file that was named is not read, in words for a person. */
export class FileRefusal extends Error {}

/**
 * The files that an experiment may read: those below its own folder. What it names elsewhere, by `..`, by an absolute
 * path or by a link, is refused: a config of somebody else must not put a file of this machine into a request.
 */
export interface FilesBelow {
  folder: string;
  /** Where it really lies, for what is read in pieces. @throws FileRefusal */
  place(path: string): Promise<string>;
  /** @throws FileRefusal */
  read(path: string): Promise<Buffer>;
  /** Text without a byte order mark. @throws FileRefusal */
  text(path: string): Promise<string>;
  /** Paths below the folder in order of their names, `/` between their parts. @throws FileRefusal */
  find(pattern: string): Promise<string[]>;
  exists(path: string): Promise<boolean>;
}

export function filesBelow(folder: string, signal: AbortSignal): FilesBelow {
  async function placed(path: string): Promise<string> {
    const wanted = resolve(folder, path);
    if (!isBelow(folder, wanted))
      throw new FileRefusal(`${path} lies outside of the folder of the config: it is not read.`);
    let real: string;
    try {
      real = await realpath(wanted);
    } catch {
      throw new FileRefusal(`There is no file ${path}.`);
    }
    if (!isBelow(await realpath(folder), real)) {
      throw new FileRefusal(`${path} leads outside of the folder of the config: it is not read.`);
    }
    return real;
  }

  async function read(path: string): Promise<Buffer> {
    const place = await placed(path);
    const found = await stat(place);
    if (!found.isFile()) throw new FileRefusal(`${path} is no ordinary file.`);
    if (found.size > largestFile) throw new FileRefusal(`${path} is larger than 64 MB.`);
    return readFile(place, { signal });
  }

  return {
    folder,
    place: placed,
    read,
    async text(path) {
      const text = (await read(path)).toString("utf8");
      return text.startsWith("\uFEFF") ? text.slice(1) : text;
    },
    async find(pattern) {
      if (!isBelow(folder, resolve(folder, pattern))) {
        throw new FileRefusal(`${pattern} lies outside of the folder of the config: it is not read.`);
      }
      const found: string[] = [];
      for await (const path of glob(pattern, { cwd: folder })) {
        signal.throwIfAborted();
        found.push(path.split(sep).join("/"));
        if (found.length > mostFiles) throw new FileRefusal(`${pattern} names more than ${mostFiles} files.`);
      }
      return found.sort();
    },
    async exists(path) {
      try {
        return (await stat(resolve(folder, path))).isFile();
      } catch {
        return false;
      }
    },
  };
}

function isBelow(folder: string, path: string): boolean {
  const between = relative(folder, path);
  return between !== "" && !between.startsWith("..") && resolve(folder, between) === path;
}

/** The folder a file lies in. */
export function folderOf(file: string): string {
  return dirname(resolve(file));
}
