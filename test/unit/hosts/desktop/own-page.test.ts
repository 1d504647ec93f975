import { EventEmitter } from "node:events";
import { describe, expect, it } from "vitest";
import { confineNavigation, type NavigatingContents } from "../../../../electron/hosts/desktop/navigation.ts";
import { createOwnUrlCheck } from "../../../../electron/hosts/desktop/own-page.ts";
import { denyPermissions, type PermissionSession } from "../../../../electron/hosts/desktop/permissions.ts";
import { hostileUrls } from "./addresses.ts";

const foreignUrls = [...hostileUrls, "https://example.com/", "http://127.0.0.1:5179/", "https://app.evil/"];
const isOwnUrl = createOwnUrlCheck();

describe("our own page", () => {
  // `new URL("app://x").origin` is "null", as for file: and data:, so that comparing origins would accept them all.
  it.each(foreignUrls)("is not %s", (url) => expect(isOwnUrl(url)).toBe(false));

  it.each(["app://promptscope/", "app://promptscope/index.html?x#y", "app://promptscope"])("is %s", (url) =>
    expect(isOwnUrl(url)).toBe(true),
  );

  it("is the development server only where one is given", () => {
    expect(createOwnUrlCheck("http://127.0.0.1:5179")("http://127.0.0.1:5179/#x")).toBe(true);
    expect(createOwnUrlCheck("http://127.0.0.1:5179")("http://127.0.0.1:5180/")).toBe(false);
  });
});

describe("confineNavigation", () => {
  function contents() {
    const emitter = new EventEmitter() as EventEmitter & { openHandler?: () => { action: string } };
    const fake = Object.assign(emitter, {
      setWindowOpenHandler(handler: () => { action: "deny" }) {
        emitter.openHandler = handler;
      },
    });
    confineNavigation(fake as unknown as NavigatingContents, isOwnUrl);
    return emitter;
  }

  function isPrevented(event: string, url: string): boolean {
    let prevented = false;
    contents().emit(event, {
      url,
      preventDefault() {
        prevented = true;
      },
    });
    return prevented;
  }

  it.each(["will-navigate", "will-frame-navigate", "will-redirect"])("stops %s to anything foreign", (event) => {
    expect(foreignUrls.filter((url) => !isPrevented(event, url))).toEqual([]);
    expect(isPrevented(event, "app://promptscope/")).toBe(false);
  });

  it("opens no window and attaches no webview, whatever the address", () => {
    expect(contents().openHandler?.()).toEqual({ action: "deny" });
    expect(isPrevented("will-attach-webview", "app://promptscope/")).toBe(true);
  });
});

describe("denyPermissions", () => {
  const permissions = ["media", "geolocation", "notifications", "midi", "openExternal", "fullscreen", "clipboard-read"];
  const own = "app://promptscope/";
  type Handlers = { [K in keyof PermissionSession]: Parameters<PermissionSession[K]>[0] };

  function handlers(): Handlers {
    const set = {} as Record<string, unknown>;
    const session = new Proxy({}, { get: (_, name) => (handler: unknown) => (set[String(name)] = handler) });
    denyPermissions(session as PermissionSession, isOwnUrl);
    return set as Handlers;
  }

  function isGranted(permission: string, url: string, isMainFrame = true): boolean[] {
    const { setPermissionRequestHandler: request, setPermissionCheckHandler: check } = handlers();
    let asked = false;
    request(
      null,
      permission,
      (answer) => {
        asked = answer;
      },
      { requestingUrl: url, isMainFrame },
    );
    return [asked, check(null, permission, url, { isMainFrame })];
  }

  it.each(permissions)("denies %s to everybody", (permission) => {
    for (const url of [own, ...foreignUrls]) expect(isGranted(permission, url)).toEqual([false, false]);
  });

  it("lets our own top frame write to the clipboard, and nobody else", () => {
    expect(isGranted("clipboard-sanitized-write", own)).toEqual([true, true]);
    expect(isGranted("clipboard-sanitized-write", own, false)).toEqual([false, false]);
    for (const url of foreignUrls) expect(isGranted("clipboard-sanitized-write", url)).toEqual([false, false]);
  });

  it("gives no device and no picture of the screen", () => {
    const { setDevicePermissionHandler: device, setDisplayMediaRequestHandler: display } = handlers();
    expect(device()).toBe(false);
    const answers: object[] = [];
    display({}, (answer) => answers.push(answer));
    expect(answers).toEqual([{}]);
  });
});
