import { DatasetRefusal } from "./dataset-refusal.ts";

/** Files that are something else, whatever their name says: told by their first bytes. */
export function refuseOtherFormats(bytes: Buffer): void {
  if (bytes.length === 0) throw new DatasetRefusal({ code: "empty-file", message: "The file is empty." });
  const begins = (text: string) => bytes.subarray(0, text.length).toString("latin1") === text;
  if (begins("PK\x03\x04") || begins("PK\x05\x06")) throw zipped(bytes);
  if (begins("\xd0\xcf\x11\xe0")) throw workbook();
  if (begins("PAR1")) throw binary("a Parquet file", "Write it as CSV or JSONL first.");
  if (begins("\x1f\x8b"))
    throw new DatasetRefusal({ code: "archive", message: "The file is a gzip archive: unpack it." });
  if (begins("\x89PNG")) throw binary("a picture (PNG)", "Choose a CSV, JSON or JSONL file.");
  if (begins("%PDF")) throw binary("a PDF", "Choose a CSV, JSON or JSONL file.");
  const start = bytes.subarray(0, 512).toString("latin1").trimStart();
  if (/^(?:\xef\xbb\xbf)?<(?:!doctype html|html)/i.test(start)) {
    throw binary("a web page", "Perhaps a download that asked to sign in was saved.");
  }
  if (begins("version https://git-lfs.github.com/spec/")) {
    const size = /^size (\d+)$/m.exec(start)?.[1] ?? "?";
    const message = `Line 1: this is a Git LFS pointer and not the data (${size} bytes). Run “git lfs pull”.`;
    throw new DatasetRefusal({ code: "lfs-pointer", line: 1, message });
  }
}

function zipped(bytes: Buffer): DatasetRefusal {
  // A workbook is a ZIP whose parts have these names, in clear text.
  const start = bytes.subarray(0, 4096).toString("latin1");
  if (/xl\/|\[Content_Types\]\.xml|mimetypeapplication\/vnd/.test(start)) return workbook();
  return new DatasetRefusal({ code: "archive", message: "The file is a ZIP archive: unpack it." });
}

function workbook(): DatasetRefusal {
  const message = "The file is a workbook (Excel): save the sheet as “CSV UTF-8” and choose that file.";
  return new DatasetRefusal({ code: "workbook", message });
}

function binary(what: string, advice: string): DatasetRefusal {
  return new DatasetRefusal({ code: "binary", message: `The file is ${what}. ${advice}` });
}
