/** What kind of trouble a database has, from SQLite's result code. */
export type DatabaseFault = "corrupt" | "full" | "read_only" | "busy" | "other";

const faultOfCode: Record<number, DatabaseFault> = {
  3: "read_only", // PERM
  5: "busy",
  6: "busy", // LOCKED
  8: "read_only",
  10: "full", // IOERR: a full disk shows as IOERR_WRITE (778) too
  11: "corrupt",
  13: "full",
  14: "read_only", // CANTOPEN: the folder or the file cannot be opened for writing
  26: "corrupt", // NOTADB
};

const words: Record<DatabaseFault, string> = {
  corrupt: "history.db is damaged.",
  full: "The disk is full or failing, so runs cannot be written down.",
  read_only: "history.db or its folder is read-only, so runs cannot be written down.",
  busy: "Another program holds history.db.",
  other: "history.db cannot be used.",
};

/** The fault behind anything that was thrown. An error of ours, or a blob that is missing, is `other`. */
export function faultOf(error: unknown): DatabaseFault {
  if (!(error instanceof Error)) return "other";
  if ("errcode" in error && typeof error.errcode === "number") return faultOfCode[error.errcode & 0xff] ?? "other";
  const code = "code" in error ? error.code : undefined;
  if (code === "ENOSPC" || code === "EDQUOT" || code === "EIO") return "full";
  return code === "EROFS" || code === "EACCES" || code === "EPERM" ? "read_only" : "other";
}

/** One sentence for a person, with SQLite's own words where the kind says little. */
export function describeFault(error: unknown): string {
  const fault = faultOf(error);
  if (fault !== "other") return words[fault];
  return `${words.other} (${error instanceof Error ? error.message : String(error)})`;
}
