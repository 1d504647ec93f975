import { EventEmitter } from "node:events";
import { runtime, strict } from "./runtime.mjs";

/** Handlers are kept for tests to call; Chromium underneath asks nobody. */
class Session extends EventEmitter {
  setPermissionRequestHandler(handler) {
    this.permissionRequestHandler = handler;
  }
  async resolveProxy() {
    return "DIRECT";
  }
  setPermissionCheckHandler(handler) {
    this.permissionCheckHandler = handler;
  }
  setDevicePermissionHandler(handler) {
    this.devicePermissionHandler = handler;
  }
  setDisplayMediaRequestHandler(handler) {
    this.displayMediaRequestHandler = handler;
  }
}

export const defaultSession = strict("session", new Session());
export const session = strict("session", { defaultSession });

export const protocol = strict("protocol", {
  registerSchemesAsPrivileged() {
    if (runtime.ready) throw new Error("protocol.registerSchemesAsPrivileged should be called before app is ready");
  },
  handle(scheme, handler) {
    runtime.schemes.set(scheme, handler);
  },
  isProtocolHandled: (scheme) => runtime.schemes.has(scheme),
});
