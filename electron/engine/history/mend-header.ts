import { closeSync, copyFileSync, fstatSync, openSync, readSync, writeSync } from "node:fs";
import { currentVersion } from "./schema.ts";

const headerBytes = 100;
const usualPageBytes = 4_096;

/**
 * Copies a damaged database and writes the first hundred bytes anew, so that SQLite opens what stands behind them: they
 * say nothing about runs (sqlite.org/fileformat2.html#the_database_header). Also of a file that was cut: its header
 * counts pages that are not there. For reading only.
 * @throws as node does, also when the disk has no room for the copy.
 */
export function copyWithNewHeader(path: string, copy: string): void {
  copyFileSync(path, copy);
  const file = openSync(copy, "r+");
  try {
    const header = Buffer.alloc(headerBytes);
    readSync(file, header, 0, headerBytes, 0);
    const pageBytes = pageBytesOf(header);
    header.write("SQLite format 3\0", 0, "latin1");
    header.writeUInt16BE(pageBytes, 16);
    // 1: without a write-ahead log; it is read as it stands.
    header.set([1, 1, 0, 64, 32, 32], 18);
    const changes = 1;
    header.writeUInt32BE(changes, 24);
    header.writeUInt32BE(Math.floor(fstatSync(file).size / pageBytes), 28);
    header.fill(0, 32, 40);
    header.writeUInt32BE(4, 44);
    header.fill(0, 48, 56);
    header.writeUInt32BE(1, 56);
    header.writeUInt32BE(currentVersion, 60);
    header.fill(0, 64, 92);
    header.writeUInt32BE(changes, 92);
    writeSync(file, header, 0, headerBytes, 0);
  } finally {
    closeSync(file);
  }
}

function pageBytesOf(header: Buffer): number {
  const said = header.readUInt16BE(16);
  return said >= 512 && said <= 32_768 && (said & (said - 1)) === 0 ? said : usualPageBytes;
}
