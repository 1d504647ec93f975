import { EventEmitter } from "node:events";
import { expect, it, vi } from "vitest";
import { passSignalsTo } from "../../../electron/launch/pass-signals.ts";
import { explainFailure, type Machine } from "../../../electron/launch/start-failure.ts";

const binary = "/app/electron";
const machine = (facts: Partial<Machine> & { files?: Record<string, string> }): Machine => ({
  platform: "linux",
  read: (path) => facts.files?.[path] ?? null,
  runsAsRoot: () => false,
  missingLibraries: () => [],
  ...facts,
});
const ubuntu = { "/proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1\n" };
const byTrap = { code: 133, signal: "SIGTRAP" } as const;
const wayOut = "sudo chown root '/app/chrome-sandbox' && sudo chmod 4755 '/app/chrome-sandbox'";

// A code above 128 was taken for a person's Ctrl-C: on Ubuntu 24.04 nothing opened and nothing was said.
it.each([
  [
    "Ubuntu 24.04",
    byTrap,
    machine({ files: ubuntu }),
    `AppArmor keeps Electron's sandbox from starting; for a window, once: ${wayOut}`,
  ],
  [
    "a kernel without namespaces",
    byTrap,
    machine({ files: { "/proc/sys/user/max_user_namespaces": "0\n" } }),
    `this kernel's settings keep Electron's sandbox from starting; for a window, once: ${wayOut}`,
  ],
  [
    "Ubuntu with the helper set up",
    byTrap,
    machine({ files: ubuntu, runsAsRoot: () => true }),
    "Electron was ended by SIGTRAP before its window was there; npm start -- --web opens the browser at once",
  ],
  [
    "SEGV",
    { code: 139, signal: "SIGSEGV" } as const,
    machine({}),
    "Electron was ended by SIGSEGV before its window was there; npm start -- --web opens the browser at once",
  ],
  [
    "a missing library",
    { code: 127, signal: null },
    machine({ missingLibraries: () => ["libnss3.so", "libgbm.so.1"] }),
    "this system lacks libnss3.so, libgbm.so.1, which Electron needs; install them",
  ],
  [
    "a missing DLL",
    { code: 0xc0000135, signal: null },
    machine({ platform: "win32" }),
    "Electron ended with 0xC0000135: a DLL is missing; npm start -- --web opens the browser at once",
  ],
  [
    "another code of Windows",
    { code: 0xc0000420, signal: null },
    machine({ platform: "win32" }),
    "Electron ended with 0xC0000420; npm start -- --web opens the browser at once",
  ],
])("why no window came is said in a line, with the way out: %s", (_where, ended, facts, expected) => {
  expect(explainFailure(ended, binary, facts)).toBe(expected);
});

// On Windows `kill` ends a process at once: no run was closed, and the exit code was 1.
it.each([
  ["linux", 1],
  ["win32", 0],
] as const)("on %s a signal is passed on %i times to a program that goes on", (platform, times) => {
  vi.useFakeTimers();
  const killed: string[] = [];
  const passOn = passSignalsTo({ kill: (signal) => killed.push(signal) > 0 }, platform);
  try {
    EventEmitter.prototype.emit.call(process, "SIGHUP", "SIGHUP");
    vi.advanceTimersByTime(1_000);
    expect(killed).toHaveLength(times);
    expect(passOn.wasStopped()).toBe(true);
  } finally {
    passOn.stop();
    vi.useRealTimers();
  }
});
