import { afterEach, describe, expect, it, vi } from "vitest";
import { commandOfKey, type KeyPress, shortcuts, useCommands } from "../../../../renderer/stores/commands.ts";

const press = (key: string, held: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: "",
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe("keys", () => {
  it("gives no key to two commands", () => {
    const keys = shortcuts.flatMap(({ keys, browserKeys }) =>
      browserKeys === undefined ? [keys] : [keys, browserKeys],
    );
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("takes Ctrl or Command by platform, never the other one", () => {
    expect(commandOfKey(press("k", { ctrlKey: true }), false)).toBe("palette.open");
    expect(commandOfKey(press("k", { metaKey: true }), true)).toBe("palette.open");
    expect(commandOfKey(press("k", { ctrlKey: true }), true)).toBeUndefined();
    expect(commandOfKey(press("k"), false)).toBeUndefined();
  });

  it("does not take a key with Shift or Alt held for the one without", () => {
    expect(commandOfKey(press("Enter", { ctrlKey: true }), false)).toBe("run.start");
    expect(commandOfKey(press("Enter", { ctrlKey: true, shiftKey: true }), false)).toBe("run.variant");
    expect(commandOfKey(press("k", { ctrlKey: true, altKey: true }), false)).toBeUndefined();
  });

  it("takes a key of its own where a browser keeps the usual one, also where Option writes a sign or a dead key", () => {
    expect(commandOfKey(press("n", { ctrlKey: true }), false)).toBe("prompt.new");
    expect(commandOfKey(press("n", { altKey: true }), false)).toBe("prompt.new");
    expect(commandOfKey(press("Dead", { code: "KeyN", altKey: true }), true)).toBe("prompt.new");
    // French keyboards have signs on their digits.
    expect(commandOfKey(press("&", { code: "Digit1", altKey: true }), false)).toBe("variant.focus1");
    expect(commandOfKey(press("t", { altKey: true }), false)).toBe("variant.add");
  });

  // Ctrl+, was dead in Russian and Ctrl+B in Arabic; ń of a Polish Mac made a new prompt, é of Bépo with Ctrl was W's, and an
  // em dash written as Alt+0151 went from variant to variant.
  const ctrl = { ctrlKey: true };
  const alt = { altKey: true };
  const altGr = { ctrlKey: true, altKey: true };
  it.each([
    ["AZERTY, Alt and the key of 1", "&", "Digit1", alt, "variant.focus1"],
    ["AZERTY, Alt and the key of 2", "é", "Digit2", alt, "variant.focus2"],
    ["AZERTY, Ctrl and its comma", ",", "KeyM", ctrl, "settings.open"],
    ["AZERTY, Ctrl+Z where W is elsewhere", "z", "KeyW", ctrl, "edit.undo"],
    ["AZERTY, AltGr and the key of 2 (~)", "~", "Digit2", altGr, undefined],
    ["QWERTZ, Ctrl+Z where Y is elsewhere", "z", "KeyY", ctrl, "edit.undo"],
    ["QWERTZ, AltGr+E (€)", "€", "KeyE", altGr, undefined],
    ["Czech, Alt and the key of 2", "ě", "Digit2", alt, "variant.focus2"],
    ["Dvorak, T where K is elsewhere", "t", "KeyK", ctrl, "variant.add"],
    ["Bépo, è where T is elsewhere", "è", "KeyT", ctrl, undefined],
    ["Turkish, the key of ı", "ı", "KeyI", ctrl, "inspector.toggle"],
    ["Turkish, the key of i", "i", "Quote", ctrl, "inspector.toggle"],
    ["Russian, the key of K", "л", "KeyK", ctrl, "palette.open"],
    ["Russian, the key of the comma", "б", "Comma", ctrl, "settings.open"],
    ["Arabic, a key of two letters", "\u0644\u0627", "KeyB", ctrl, "library.toggle"],
    ["Greek, the key of S", "σ", "KeyS", ctrl, "prompt.save"],
    ["Caps Lock", "K", "KeyK", ctrl, "palette.open"],
    ["the numeric pad with Alt", "1", "Numpad1", alt, undefined],
  ] as const)("on another keyboard are those people mean: %s", (_which, key, code, held, expected) => {
    expect(commandOfKey(press(key, { code, ...held }), false)).toBe(expected);
  });

  it.each([
    ["Option+1", "¡", "Digit1", "variant.focus1"],
    ["Option+T", "†", "KeyT", "variant.add"],
    ["Option+N of a dead key", "Dead", "KeyN", "prompt.new"],
    ["Option+N of Polish, a letter", "ń", "KeyN", undefined],
  ] as const)("on a Mac are those people mean: %s", (_which, key, code, expected) => {
    expect(commandOfKey(press(key, { code, altKey: true }), true)).toBe(expected);
  });

  it("goes by the letter, not the place, on a Latin layout (Dvorak)", () => {
    expect(commandOfKey(press("j", { code: "KeyK", ctrlKey: true }), false)).toBeUndefined();
  });
});

describe("commands", () => {
  afterEach(() => useCommands.setState({ actions: new Map() }));

  it("runs what is registered and nothing after it was taken away", () => {
    const run = vi.fn();
    const remove = useCommands.getState().register({ "run.start": { run } });
    expect(useCommands.getState().run("run.start")).toBe(true);
    remove();
    expect(useCommands.getState().run("run.start")).toBe(false);
    expect(run).toHaveBeenCalledTimes(1);
  });

  it("leaves a later registration in place when an earlier one is taken away", () => {
    const first = useCommands.getState().register({ "run.start": { run: vi.fn() } });
    const later = vi.fn();
    useCommands.getState().register({ "run.start": { run: later } });
    first();
    useCommands.getState().run("run.start");
    expect(later).toHaveBeenCalledTimes(1);
  });

  it("does not run or offer what is not possible now, so that Escape stays free when nothing runs", () => {
    useCommands.getState().register({ "run.stop": { run: vi.fn(), enabled: () => false } });
    expect(useCommands.getState().run("run.stop")).toBe(false);
    expect(useCommands.getState().available()).toEqual([]);
  });

  it("answers false to a name a host made up", () => {
    expect(useCommands.getState().run("no.such.command")).toBe(false);
  });
});
