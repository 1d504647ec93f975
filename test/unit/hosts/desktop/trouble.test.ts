import { EventEmitter } from "node:events";
import { readFileSync } from "node:fs";
import type { RenderProcessGoneDetails } from "electron";
import { describe, expect, it, vi } from "vitest";
import { type Ask, mendPage, type TroubledWindow } from "../../../../electron/hosts/desktop/page-trouble.ts";
import { closeInTime, createQuitting } from "../../../../electron/hosts/desktop/quitting.ts";
import { applyTheme } from "../../../../electron/hosts/desktop/theme.ts";

/** A person who is shown a question and answers when told. */
function person() {
  const asked: string[] = [];
  let answer = (_response: number) => {};
  const ask: Ask = ({ message, detail, buttons }) => {
    asked.push(`${message}. ${detail} [${buttons.join(", ")}]`);
    return new Promise((resolve) => {
      answer = (response) => resolve({ response });
    });
  };
  return {
    ask,
    asked,
    say: async (response: number) => {
      answer(response);
      await new Promise(setImmediate);
    },
  };
}

describe("a page that has crashed or hangs", () => {
  function open() {
    const done: string[] = [];
    const contents = Object.assign(new EventEmitter(), {
      reload: () => done.push("reload"),
      forcefullyCrashRenderer: () => {
        done.push("end");
        contents.emit("render-process-gone", {}, { reason: "killed" });
      },
    });
    const window = Object.assign(new EventEmitter(), { isDestroyed: () => false, webContents: contents });
    const somebody = person();
    mendPage(window as TroubledWindow, somebody.ask, () => done.push("quit"));
    return { window, contents, done, ...somebody };
  }

  // The window stayed blank for ever, and runs went on unseen.
  it.each([
    [0, "reload"],
    [1, "quit"],
  ])("is told once, and mended as the person says: %i", async (response, expected) => {
    const { contents, done, asked, say } = open();
    contents.emit("render-process-gone", {}, { reason: "oom" });
    contents.emit("render-process-gone", {}, { reason: "crashed" });
    await say(response);
    expect(asked).toEqual([
      "The window's page has ended. It needed more memory than this computer gives. What runs goes on, and what you typed is kept. [Reload, Quit]",
    ]);
    expect(done).toEqual([expected]);
  });

  // Of the type of what Electron gives: one that is new there does not compile until it has its words.
  const words: Record<RenderProcessGoneDetails["reason"], string | null> = {
    "clean-exit": null,
    "abnormal-exit": "It ended by an error of its own.",
    killed: "It was ended by the system or by somebody.",
    crashed: "It crashed.",
    oom: "It needed more memory than this computer gives.",
    "launch-failed": "It could not be started.",
    "integrity-failure": "Its code did not pass the check of its integrity.",
    "memory-eviction": "The system took its memory away.",
  };
  it.each(Object.entries(words))("is told of in words, with Reload, whatever it ended by: %s", async (reason, word) => {
    const { contents, done, asked, say } = open();
    contents.emit("render-process-gone", {}, { reason });
    await say(0);
    const goesOn = "What runs goes on, and what you typed is kept.";
    const told = `The window's page has ended. ${word} ${goesOn} [Reload, Quit]`;
    // Left by itself: nothing to tell of.
    expect([asked, done]).toEqual(word === null ? [[], []] : [[told], ["reload"]]);
  });

  it("is told of by Electron's own word where that is one nobody knew", async () => {
    const { contents, asked } = open();
    contents.emit("render-process-gone", {}, { reason: "moved-out" });
    expect(asked).toEqual([expect.stringContaining("It ended (moved-out).")]);
  });

  it("is ended and loaded anew where it hangs, which counts as no crash, or waited for", async () => {
    const { window, done, asked, say } = open();
    window.emit("unresponsive");
    await say(1);
    expect(done).toEqual([]);
    window.emit("unresponsive");
    await say(0);
    expect(done).toEqual(["end", "reload"]);
    const told = "The window's page does not answer. What runs goes on, and what you typed is kept. [Reload, Wait]";
    expect(asked).toEqual([told, told]);
  });
});

describe("quitting", () => {
  function app(what: { runs: number; gateway: boolean }) {
    const done: string[] = [];
    const somebody = person();
    const quitting = createQuitting(
      () => what,
      somebody.ask,
      () => done.push("quit"),
    );
    const check = () => {
      const preventDefault = vi.fn();
      quitting.check({ preventDefault });
      return preventDefault.mock.calls.length > 0;
    };
    return { ...quitting, ...somebody, check, done };
  }

  it("asks nobody when nothing runs", () => {
    const { check, asked } = app({ runs: 0, gateway: false });
    expect([check(), asked]).toEqual([false, []]);
  });

  // Ctrl+W, pressed for a tab, ended paid runs and the gateway without a word.
  it("asks once while something runs, and goes only when the person has said so", async () => {
    const { check, asked, say, done } = app({ runs: 2, gateway: true });
    expect([check(), check()]).toEqual([true, true]);
    expect(asked).toEqual([expect.stringContaining("Quit while 2 runs are under way and the gateway serves?")]);
    await say(1);
    expect(done).toEqual([]);
    expect(check()).toBe(true);
    await say(0);
    expect(done).toEqual(["quit"]);
    expect(check()).toBe(false);
  });

  it("asks nobody when the system goes down", () => {
    const { check, agree, asked } = app({ runs: 1, gateway: false });
    agree();
    expect([check(), asked]).toEqual([false, []]);
  });

  // An update was installed first and the question came behind it.
  it("is asked about before an update too, once, and then no more", async () => {
    const { check, mayLeave, asked, say, done } = app({ runs: 1, gateway: false });
    const stays = mayLeave();
    await say(1);
    expect([await stays, check()]).toEqual([false, true]);
    await say(1);
    const leaves = mayLeave();
    await say(0);
    expect([await leaves, check(), asked.length, done]).toEqual([true, false, 3, []]);
    expect(await app({ runs: 0, gateway: false }).mayLeave()).toBe(true);
  });

  // A key ring or a thread that hung kept an invisible process, and the next start did nothing.
  it.each([
    ["hangs", () => new Promise<void>(() => {})],
    ["fails", () => Promise.reject(new Error("no"))],
    ["is done", async () => undefined],
  ])("is over in time where closing %s", async (_what, close) => {
    await closeInTime(close, 20);
  });
});

describe("the theme", () => {
  it.each([
    ["light", "#f6f7f9"],
    ["dark", "#0e1014"],
  ] as const)("%s is the window's before its page's first frame", (theme, color) => {
    const native = {
      themeSource: "system" as "system" | "light" | "dark",
      get shouldUseDarkColors() {
        return this.themeSource === "dark";
      },
    };
    expect(applyTheme(native, theme)).toBe(color);
    expect(native.themeSource).toBe(theme);
  });

  it("has the page's own colours", () => {
    const css = readFileSync(new URL("../../../../renderer/theme.css", import.meta.url), "utf8");
    const backgrounds = new Set([...css.matchAll(/--bg: (#\w+);/g)].map(([, color]) => color));
    expect([...backgrounds]).toEqual(["#0e1014", "#f6f7f9"]);
  });
});
