import { expect, it } from "vitest";
import { chooseDesktop } from "../../../electron/launch/desktop.ts";

const display = { DISPLAY: ":0" };
const asRoot = "Electron keeps its sandbox only when it is not run as root";
/** Asked for only where somebody would see a window: nothing is fetched for a server. */
const noPackage = "Electron's package is not installed: npm ci brings it";

it.each([
  ["a server without a display", { platform: "linux", isRoot: false, variables: {} }, "there is no display"],
  ["root", { platform: "linux", isRoot: true, variables: display }, asRoot],
  ["X11", { platform: "linux", isRoot: false, variables: display }, noPackage],
  ["Wayland", { platform: "linux", isRoot: false, variables: { WAYLAND_DISPLAY: "wayland-0" } }, noPackage],
  ["a Mac", { platform: "darwin", isRoot: false, variables: {} }, noPackage],
  ["Windows", { platform: "win32", isRoot: false, variables: {} }, noPackage],
] as const)("%s: why there is no window from a folder without Electron", async (_seat, seat, reason) => {
  expect(await chooseDesktop("/nowhere", seat)).toEqual({ reason });
});
