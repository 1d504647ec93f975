/** As far as a child is needed here; tests give their own. */
interface Child {
  readonly exitCode: number | null;
  readonly signalCode: string | null;
  readonly connected: boolean;
  send(message: string): boolean;
  kill(signal: NodeJS.Signals): boolean;
  once(event: "exit", listener: () => void): unknown;
}

/** Milliseconds for closing what is open; what hangs would hold up every change of a developer. */
const goodbyeMs = 10_000;

/**
 * Asks a host to end and resolves when it has. On Windows Node has no signals, `kill` ends a process at once with all
 * that it has open: there it is told over its channel (`electron/hosts/stop-on-message.ts`).
 */
export async function stopChild(child: Child, platform: NodeJS.Platform = process.platform): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((done) => child.once("exit", done));
  if (platform === "win32" && child.connected) child.send("stop");
  else child.kill("SIGTERM");
  const late = setTimeout(() => child.kill("SIGKILL"), goodbyeMs);
  await ended;
  clearTimeout(late);
}
