import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { stopChild } from "./stop-child.ts";

/** The host under development: stopped and started anew on every change. */
export interface DevHost {
  /** Names of the Vite environments it is built from. */
  bundles: string[];
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * The web host behind Vite's proxy. Sessions survive its restarts: the host tells the hashes of its tokens, and the
 * next one is given them.
 */
export function devWebHost(root: string, port: number, origin: string): DevHost {
  let fingerprints: unknown[] = [];
  let announced = false;

  return restartable(["web"], () => {
    const args = [join(root, "out/web/main.js"), "--port", String(port), "--dev-origin", origin];
    const child = spawn(process.execPath, args, { stdio: ["inherit", "pipe", "inherit", "ipc"] });
    child.send({ fingerprints });
    child.on("message", (message: { fingerprints: unknown[] }) => {
      fingerprints = message.fingerprints;
    });
    // The page comes from Vite, and keeps its session: after a restart the new host's first address is no news.
    let isNews = !announced;
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      if (isNews) process.stdout.write(text.replace(`http://127.0.0.1:${port}`, origin));
      isNews ||= text.includes("#k=");
      announced ||= isNews;
    });
    return child;
  });
}

export function devDesktopHost(root: string, binary: string, origin: string): DevHost {
  return restartable(["main", "preload"], () => {
    const { ELECTRON_RUN_AS_NODE: _, ...environment } = process.env;
    return spawn(binary, [join(root, "out/main")], {
      stdio: ["inherit", "inherit", "inherit", "ipc"],
      env: { ...environment, PROMPTSCOPE_DEV_URL: origin },
    });
  });
}

function restartable(bundles: string[], start: () => ChildProcess): DevHost {
  let child: ChildProcess | null = null;

  async function stop(): Promise<void> {
    const running = child;
    child = null;
    if (running !== null) await stopChild(running);
  }

  return {
    bundles,
    async restart() {
      await stop();
      child = start();
    },
    stop,
  };
}
