import { expect, it } from "vitest";
import { chooseDesktop, type Seat, whyNoWindow } from "../../../electron/launch/desktop.ts";

const display = { DISPLAY: ":0" };

it.each([
  ["a server without a display", { platform: "linux", isRoot: false, variables: {} }, "there is no display"],
  [
    "root",
    { platform: "linux", isRoot: true, variables: display },
    "Electron keeps its sandbox only when it is not run as root",
  ],
  ["X11", { platform: "linux", isRoot: false, variables: display }, null],
  ["Wayland", { platform: "linux", isRoot: false, variables: { WAYLAND_DISPLAY: "wayland-0" } }, null],
  ["a Mac", { platform: "darwin", isRoot: false, variables: {} }, null],
  ["Windows", { platform: "win32", isRoot: false, variables: {} }, null],
] as const)("%s has no window, because: %s", (_seat, seat, reason) => {
  expect(whyNoWindow(seat)).toBe(reason);
});

it("nothing is fetched where nobody would see it", async () => {
  const seat: Seat = { platform: "linux", isRoot: false, variables: {} };
  expect(await chooseDesktop("/nowhere", seat)).toEqual({ reason: "there is no display" });
});
