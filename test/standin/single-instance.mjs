import { existsSync, readFileSync, rmSync, watch, writeFileSync } from "node:fs";
import { join } from "node:path";

/** The file that says which process has a folder of user data, and the one by which a second start knocks. */
let own = null;

/** Electron's lock, one for each folder of user data; false: another process has it, and hears of this one. */
export function takeInstance(folder, onSecond) {
  const path = join(folder, "standin-instance");
  const knock = join(folder, "standin-second");
  if (existsSync(path) && isRunning(Number(readFileSync(path, "utf8")))) {
    writeFileSync(knock, String(process.pid));
    return false;
  }
  writeFileSync(path, String(process.pid));
  own = path;
  watch(folder, (_event, name) => {
    if (name !== "standin-second" || !existsSync(knock)) return;
    rmSync(knock, { force: true });
    onSecond();
  }).unref();
  process.on("exit", giveBackInstance);
  return true;
}

export function giveBackInstance() {
  if (own !== null) rmSync(own, { force: true });
  own = null;
}

function isRunning(pid) {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
