import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { create } from "zustand";
import { notifyAfterTyping } from "../../../../renderer/stores/notify-after-typing.ts";

function createText() {
  const told: string[] = [];
  const store = create<{ text: string; type(text: string): void; put(text: string): void }>()((set, _get, api) => {
    const typing = notifyAfterTyping(api, ({ text }) => text.length);
    return { text: "", type: (text) => typing(() => set({ text })), put: (text) => set({ text }) };
  });
  store.subscribe(({ text }, before) => told.push(`${before.text} → ${text}`));
  return { store, told };
}

describe("a store that is typed into", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  // Marks of what was typed came a quarter of a second behind it.
  it("says the newest at once and tells of it once, when the typing pauses for less than a tenth of a second", () => {
    const { store, told } = createText();
    for (const text of ["a", "ab", "abc"]) {
      store.getState().type(text);
      vi.advanceTimersByTime(30);
    }
    expect(store.getState().text).toBe("abc");
    expect(told).toEqual([]);
    vi.advanceTimersByTime(50);
    expect(told).toEqual([" → abc"]);
    vi.advanceTimersByTime(5_000);
    expect(told).toHaveLength(1);
  });

  it("tells who types on without a pause within a second (the counts stood still as long)", () => {
    const { store, told } = createText();
    for (let key = 0; key < 21; key++) {
      store.getState().type("x".repeat(key + 1));
      vi.advanceTimersByTime(50);
    }
    expect(told).toHaveLength(1);
  });

  // Typing in 200 KB took a frame more whenever its names and differences were looked for between two keys.
  it("waits for a longer pause in a long text, and tells of that all the same without one", () => {
    const { store, told } = createText();
    const long = "x".repeat(200_000);
    for (let key = 0; key < 5; key++) {
      store.getState().type(`${long}${key}`);
      vi.advanceTimersByTime(200);
    }
    expect(told).toEqual([]);
    vi.advanceTimersByTime(100);
    expect(told).toHaveLength(1);
    for (let key = 0; key < 31; key++) {
      store.getState().type(`${long}${key}`);
      vi.advanceTimersByTime(100);
    }
    expect(told).toHaveLength(2);
  });

  it("tells at once of what was done otherwise, with what was typed before, and not again", () => {
    const { store, told } = createText();
    store.getState().type("a");
    store.getState().put("b");
    expect(told).toEqual([" → b"]);
    vi.advanceTimersByTime(5_000);
    expect(told).toHaveLength(1);
  });

  it("tells nobody who has gone", () => {
    const { store } = createText();
    const late = vi.fn();
    const stop = store.subscribe(late);
    store.getState().type("a");
    stop();
    vi.advanceTimersByTime(5_000);
    expect(late).not.toHaveBeenCalled();
  });
});
