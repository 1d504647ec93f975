import type { HistoryWrite } from "./history-calls.ts";
import { appendPart, saveRun, saveWritten } from "./run-rows.ts";
import type { Statements } from "./statements.ts";

/** One thing the recorder writes down. */
export function writeRun(sql: Statements, write: HistoryWrite): void {
  if (write.kind === "save") saveRun(sql, write.record, write.frames);
  else if (write.kind === "written") saveWritten(sql, write.run);
  else appendPart(sql, write.id, write.events);
}
