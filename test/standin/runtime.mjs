import { appendFileSync } from "node:fs";
import v8 from "node:v8";

/** What the parts of the stand-in share. */
export const runtime = {
  manifest: {},
  appPath: process.cwd(),
  ready: false,
  quitting: false,
  /** The DevTools connection, once Chromium is up. */
  cdp: null,
  /** Ends Chromium at once and removes its profile. */
  killChromium() {},
  paths: new Map(),
  switches: new Map(),
  /** Window id → BrowserWindow. */
  windows: new Map(),
  /** Scheme → handler of `protocol.handle`. */
  schemes: new Map(),
  /** Calls of what only makes sense with a person in front, for tests to read: [name, ...arguments]. */
  log: {
    entries: [],
    /** Into the file of `STANDIN_LOG` too, for what is asked when the process has ended. */
    push(entry) {
      this.entries.push(entry);
      if (process.env.STANDIN_LOG) appendFileSync(process.env.STANDIN_LOG, `${JSON.stringify(entry)}\n`);
    },
    filter(isWanted) {
      return this.entries.filter(isWanted);
    },
  },
};

/** The event of something that whoever hears of it may prevent. */
export function preventable() {
  return {
    defaultPrevented: false,
    preventDefault() {
      this.defaultPrevented = true;
    },
  };
}

/** Unknown members throw instead of being undefined: an app that needs more of Electron says so at once. */
export function strict(name, target) {
  return new Proxy(target, {
    get(object, key) {
      const quiet = typeof key === "symbol" || key === "then" || key === "toJSON";
      if (!(key in object) && !quiet) throw new Error(`stand-in: ${name}.${key} is not implemented`);
      const value = Reflect.get(object, key);
      // Methods with private fields do not work on a proxy.
      return typeof value === "function" ? value.bind(object) : value;
    },
  });
}

/** A copy as IPC makes it, with Electron's error text. */
export function clone(value) {
  try {
    return v8.deserialize(v8.serialize(value));
  } catch {
    throw new Error("An object could not be cloned.");
  }
}

/** Makes a function that only notes its calls and answers `result`. */
export function recorded(name, result) {
  return (...values) => {
    runtime.log.push([name, ...values]);
    return result;
  };
}
