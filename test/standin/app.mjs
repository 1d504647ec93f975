import { EventEmitter } from "node:events";
import { mkdirSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join } from "node:path";
import { preventable, runtime, strict } from "./runtime.mjs";
import { giveBackInstance, takeInstance } from "./single-instance.mjs";

let announce;
const whenReady = new Promise((resolve) => {
  announce = resolve;
});

export function announceReady() {
  runtime.ready = true;
  app.emit("ready", {}, {});
  announce();
}

const commandLine = {
  appendSwitch: (name, value = "") => void runtime.switches.set(name, value),
  hasSwitch: (name) => runtime.switches.has(name),
  getSwitchValue: (name) => runtime.switches.get(name) ?? "",
};

class App extends EventEmitter {
  commandLine = strict("app.commandLine", commandLine);
  /** As the packages have it, where a test gives the folder of their resources. */
  isPackaged = process.env.STANDIN_RESOURCES !== undefined;

  whenReady() {
    return whenReady;
  }
  isReady() {
    return runtime.ready;
  }
  getName() {
    return runtime.manifest.productName ?? runtime.manifest.name;
  }
  getVersion() {
    return runtime.manifest.version;
  }
  getAppPath() {
    return runtime.appPath;
  }
  getPath(name) {
    const path = runtime.paths.get(name) ?? this.#defaultPath(name);
    if (name === "userData") mkdirSync(path, { recursive: true });
    return path;
  }
  setPath(name, path) {
    runtime.paths.set(name, path);
  }
  enableSandbox() {}
  setAppUserModelId() {}
  setAboutPanelOptions() {}
  requestSingleInstanceLock() {
    return takeInstance(this.getPath("userData"), () => this.emit("second-instance", {}, process.argv, process.cwd()));
  }
  releaseSingleInstanceLock() {
    giveBackInstance();
  }
  relaunch() {
    runtime.log.push(["relaunch"]);
  }

  quit() {
    if (runtime.quitting) return;
    const beforeQuit = preventable();
    this.emit("before-quit", beforeQuit);
    if (beforeQuit.defaultPrevented) return;
    runtime.quitting = true;
    void this.#closeAndExit();
  }
  exit(code = 0) {
    runtime.quitting = true;
    process.exit(code);
  }

  async #closeAndExit() {
    for (const window of [...runtime.windows.values()]) {
      window.emit("close", preventable());
      await window.destroyNow();
    }
    const willQuit = preventable();
    this.emit("will-quit", willQuit);
    if (willQuit.defaultPrevented) {
      runtime.quitting = false;
      return;
    }
    this.emit("quit", {}, 0);
    this.exit(0);
  }

  #defaultPath(name) {
    const appData = join(homedir(), ".config");
    if (name === "home") return homedir();
    if (name === "temp") return tmpdir();
    if (name === "appData") return appData;
    if (name === "userData" || name === "sessionData") return join(appData, this.getName());
    return join(homedir(), name);
  }
}

export const app = strict("app", new App());
