import type { FileHandle } from "node:fs/promises";
import { mkdir, open, rm, rmdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import type { RunRecord } from "../../../shared/domain/run/run.ts";
import type { StreamEvent } from "../../../shared/domain/run/stream-event.ts";
import { moveFile } from "../store/move-file.ts";
import { freeSpoolFile, ownSpoolFile, type SpoolLine, spoolFolder, spoolLine } from "./spool-files.ts";

/**
 * Where runs lie safe that are not in the database (`README.md#the-spool`). No method rejects; `false` says that the
 * disk does not take it.
 */
export interface Spool {
  /** Resolves when the run as it is now is written, whole for whoever opens it after a kill. */
  begin(record: RunRecord): Promise<boolean>;
  /** What a run that has begun here has said since; it survives this process, not always a power cut. */
  append(id: string, events: readonly StreamEvent[]): void;
  /** Resolves when a run that has ended is on the disk, for anybody to take in. */
  end(record: RunRecord): Promise<boolean>;
  /** The database has the run. */
  kept(id: string): void;
  /** Lets anybody take in what has ended, this process too. */
  handOver(): void;
  /** Resolves when all is written; what is not in the database stays for whoever comes next. */
  close(): Promise<void>;
}

/** A file that has grown to this is full; it goes when all its runs are in the database. */
const fullBytes = 4 * 1_048_576;
/** Shows other processes that a file is somebody's, where pids do not say enough. */
const beatMs = 20_000;

/** What a file keeps ready to turn texts into bytes; a longer one gets memory of its own. */
const mostScratch = 1_048_576;
/** How soon what is written is synced, so that it survives a power cut as well; a kill loses nothing that is written. */
const syncMs = 100;

export interface SpoolOptions {
  /**
   * A run that begins is taken as begun when it is written, and synced a moment later: for a gateway, to which a sync
   * before each call would cost half of its calls.
   */
  syncsBeginningsLater?: boolean;
}

export function openSpool(folder: string, { syncsBeginningsLater = false }: SpoolOptions = {}): Spool {
  const directory = spoolFolder(folder);
  /** The file of each run that has begun and is not in the database. */
  const files = new Map<string, SpoolFile>();
  const opened = new Set<SpoolFile>();
  let beginning: SpoolFile | undefined;
  let ending: SpoolFile | undefined;
  const beat = setInterval(() => opened.forEach((file) => void file.touch()), beatMs).unref();

  function openFile(): SpoolFile {
    const file = createFile(directory);
    opened.add(file);
    return file;
  }

  async function letGo(file: SpoolFile): Promise<void> {
    if (file === ending) ending = undefined;
    opened.delete(file);
    await file.letGo();
  }

  async function remove(file: SpoolFile): Promise<void> {
    if (file === beginning) beginning = undefined;
    opened.delete(file);
    await file.remove();
  }

  function kept(id: string): void {
    const file = files.get(id);
    if (!file) return;
    files.delete(id);
    file.runs.delete(id);
    if (file.runs.size === 0 && file.bytes() > fullBytes) void remove(file);
    else void file.write(JSON.stringify({ kept: id } satisfies SpoolLine), "never");
  }

  return {
    begin(record) {
      if (beginning === undefined || beginning.bytes() > fullBytes) beginning = openFile();
      const file = files.get(record.id) ?? beginning;
      files.set(record.id, file);
      file.runs.add(record.id);
      return writeRun(file, "begun", record, syncsBeginningsLater ? "later" : "now");
    },
    append(id, events) {
      void files.get(id)?.write(JSON.stringify({ id, events }), "never");
    },
    async end(record) {
      ending ??= openFile();
      const file = ending;
      const isWritten = await writeRun(file, "ended", record, "now");
      if (isWritten) kept(record.id);
      if (file === ending && file.bytes() > fullBytes) await letGo(file);
      return isWritten;
    },
    kept,
    handOver() {
      if (ending) void letGo(ending);
    },
    async close() {
      clearInterval(beat);
      await Promise.all(
        [...opened].map((file) => (file !== ending && file.runs.size === 0 ? remove(file) : letGo(file))),
      );
      await removeIfEmpty(directory);
    },
  };
}

async function removeIfEmpty(directory: string): Promise<void> {
  await rmdir(directory).catch(() => undefined);
}

/** A record too large for one text, half a gigabyte, cannot be kept here. */
async function writeRun(file: SpoolFile, kind: "begun" | "ended", record: RunRecord, synced: Synced): Promise<boolean> {
  let line: string;
  try {
    line = spoolLine(kind, record);
  } catch {
    return false;
  }
  return file.write(line, synced);
}

/** When a line is synced: before it counts as written, a moment later, or with whatever is synced next. */
type Synced = "now" | "later" | "never";

interface SpoolFile {
  /** Runs in it that are not in the database. */
  runs: Set<string>;
  bytes(): number;
  /** Resolves when the line is written, and with `now` when it would survive a power cut, too. */
  write(line: string, synced: Synced): Promise<boolean>;
  touch(): Promise<void>;
  /** Closes it for anybody to take in. */
  letGo(): Promise<void>;
  remove(): Promise<void>;
}

interface Waiting {
  line: string;
  synced: Synced;
  done(isWritten: boolean): void;
}

/** A file is made with its first line. Lines of one turn are written, and synced, together. */
function createFile(directory: string): SpoolFile {
  const path = join(directory, ownSpoolFile());
  let handle: FileHandle | undefined;
  let waiting: Waiting[] = [];
  let writing: Promise<void> | undefined;
  let bytes = 0;
  /** What a full disk has cut ends at the next line break. */
  let isCut = false;
  let syncing: NodeJS.Timeout | undefined;
  /** Used again for each write: fresh memory costs more than what is written into it. */
  let scratch = Buffer.alloc(0);

  function bytesOf(text: string): Buffer {
    const most = text.length * 3;
    if (most > mostScratch) return Buffer.from(text);
    if (scratch.length < most) scratch = Buffer.allocUnsafeSlow(most);
    return scratch.subarray(0, scratch.write(text));
  }

  async function writeAll(): Promise<void> {
    // What is told in the same turn goes together.
    await Promise.resolve();
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      const isWritten = await writeBatch(batch).then(
        () => true,
        () => false,
      );
      for (const { done } of batch) done(isWritten);
    }
    writing = undefined;
  }

  async function writeBatch(batch: readonly Waiting[]): Promise<void> {
    handle ??= await create(directory, path);
    const text = `${isCut ? "\n" : ""}${batch.map(({ line }) => line).join("\n")}\n`;
    isCut = true;
    await writeWhole(handle, bytesOf(text));
    isCut = false;
    if (batch.some(({ synced }) => synced === "now")) await sync();
    else if (batch.some(({ synced }) => synced === "later")) syncing ??= setTimeout(syncLater, syncMs).unref();
  }

  async function sync(): Promise<void> {
    clearTimeout(syncing);
    syncing = undefined;
    await handle?.datasync();
  }

  /** Who was told that it is written has gone on: a disk that fails now fails the next line as well, and that is said. */
  function syncLater(): void {
    sync().catch(() => undefined);
  }

  async function closed(): Promise<boolean> {
    while (writing) await writing;
    if (syncing) await sync().catch(() => undefined);
    const wasOpen = handle !== undefined;
    await handle?.close();
    handle = undefined;
    return wasOpen;
  }

  return {
    runs: new Set(),
    bytes: () => bytes,
    write(line, synced) {
      bytes += line.length + 1;
      return new Promise((done) => {
        waiting.push({ line, synced, done });
        writing ??= writeAll();
      });
    },
    async touch() {
      const now = new Date();
      if (handle) await utimes(path, now, now).catch(() => undefined);
    },
    async letGo() {
      if (await closed()) await moveFile(path, join(directory, freeSpoolFile())).catch(() => undefined);
    },
    async remove() {
      if (await closed()) await rm(path, { force: true }).catch(() => undefined);
    },
  };
}

async function writeWhole(handle: FileHandle, bytes: Buffer): Promise<void> {
  let left = bytes;
  while (left.length > 0) left = left.subarray((await handle.write(left)).bytesWritten);
}

/** Another process may take the empty folder away in between. */
const mostTries = 5;

/** The folder's entry is synced as well: a file whose name a power cut takes is no file. */
async function create(directory: string, path: string, tries = 1): Promise<FileHandle> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  try {
    const handle = await open(path, "ax", 0o600);
    await syncFolder(directory);
    return handle;
  } catch (error) {
    if (tries < mostTries && (error as NodeJS.ErrnoException).code === "ENOENT")
      return create(directory, path, tries + 1);
    throw error;
  }
}

async function syncFolder(directory: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(directory, "r");
  await folder.sync().finally(() => folder.close());
}
