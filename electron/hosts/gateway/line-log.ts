import { neutralText } from "../../../shared/domain/text/terminal-text.ts";

/** After a write, further lines wait this long for each other; nobody reads faster. */
const gatherMs = 20;

/**
 * Writes lines many at a time where many come: a busy gateway's log would cost it a system call for each request. What
 * waits is written when the process ends, however it ends but by a kill.
 */
export function createLineLog(stream: Pick<NodeJS.WriteStream, "write">): (line: string) => void {
  let waiting = "";
  let timer: NodeJS.Timeout | undefined;
  function flush() {
    timer = undefined;
    if (waiting === "") return;
    const lines = waiting;
    waiting = "";
    stream.write(lines);
  }
  process.once("exit", flush);
  return (line) => {
    waiting += `${neutralText(line)}\n`;
    if (timer) return;
    flush();
    timer = setTimeout(flush, gatherMs).unref();
  };
}
