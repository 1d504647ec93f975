import { createDispatcher } from "@routes/dispatch.ts";
import { describe, expect, it, vi } from "vitest";
import { ipcChannels } from "../../../../electron/hosts/desktop/ipc-channels.ts";
import { type IpcEvent, registerIpcTransport } from "../../../../electron/hosts/desktop/ipc-transport.ts";
import { createOwnUrlCheck } from "../../../../electron/hosts/desktop/own-page.ts";
import { FakeIpcMain, FakePage, loadPreload, ownEvent } from "../../../fakes/electron/ipc.ts";
import { createFakeHandlers } from "../../../fakes/routes/handlers.ts";
import { hostileUrls } from "./addresses.ts";

function start(overrides?: Parameters<typeof createFakeHandlers>[0]) {
  const ipcMain = new FakeIpcMain();
  const { handlers, calls } = createFakeHandlers(overrides);
  const dispatcher = createDispatcher({ handlers, redact: (text) => text });
  registerIpcTransport({ ipcMain, dispatcher, isOwnUrl: createOwnUrlCheck() });
  return { ipcMain, calls, page: new FakePage() };
}

/** A stream that gives nothing until it is aborted, and tells of its signals. */
function endless() {
  const signals: AbortSignal[] = [];
  async function* events(_input: unknown, { signal }: { signal: AbortSignal }) {
    signals.push(signal);
    await new Promise((resolve) => signal.addEventListener("abort", resolve));
    yield* [];
  }
  return { signals, events };
}

describe("who may speak over IPC", () => {
  const frames: [string, IpcEvent["senderFrame"]][] = [
    ["a frame that is gone", null],
    ["a frame inside our page", { url: "app://promptscope/", parent: {} }],
    ...[...hostileUrls, "https://example.com/", "http://127.0.0.1:5179/"].map(
      (url): [string, IpcEvent["senderFrame"]] => [url || "no address", { url, parent: null }],
    ),
  ];

  it.each(frames)("not %s, on any channel", async (_, senderFrame) => {
    const { ipcMain, calls, page } = start();
    const event = { sender: page, senderFrame };
    const envelope = await ipcMain.invoke(ipcChannels.call, event, "app.info", {});
    expect(envelope).toMatchObject({ ok: false, error: { code: "not_authorized" } });
    ipcMain.send(ipcChannels.openStream, event, "s1", "app.commands", {});
    ipcMain.send(ipcChannels.closeStream, event, "s1");
    expect(calls).toEqual([]);
    expect(page.received).toEqual([]);
  });

  it("not a frame that Electron has disposed of while the message was on its way", async () => {
    const { ipcMain, calls, page } = start();
    const event = {
      sender: page,
      get senderFrame(): never {
        throw new Error("Render frame was disposed before WebFrameMain could be accessed");
      },
    };
    expect(await ipcMain.invoke(ipcChannels.call, event, "app.info", {})).toMatchObject({ ok: false });
    expect(calls).toEqual([]);
  });

  it("a call cannot open a stream and a stream cannot make a call", async () => {
    const { ipcMain, calls, page } = start();
    const envelope = await ipcMain.invoke(ipcChannels.call, ownEvent(page), "app.commands", {});
    expect(envelope).toMatchObject({ error: { code: "unknown_route" } });
    ipcMain.send(ipcChannels.openStream, ownEvent(page), "s1", "draft.get", {});
    await vi.waitFor(() => expect(page.received).toMatchObject([[ipcChannels.frames, "s1", [{ type: "error" }]]]));
    expect(calls).toEqual([]);
  });
});

describe("streams over IPC", () => {
  // One message per token made the window of another app of this kind stutter.
  it("gathers events that come together into one message, in order", async () => {
    const { ipcMain, page } = start({
      "run.events": async function* () {
        for (let seq = 0; seq < 500; seq += 1) yield { seq, event: { type: "text", text: "x" } };
      },
    });
    await loadPreload(ipcMain, page); // It tells main that the page has what was sent.
    ipcMain.send(ipcChannels.openStream, ownEvent(page), "s1", "run.events", { runId: "r1" });
    const frames = () => page.received.flatMap(([, , batch]) => batch as { seq: number; type: string }[]);
    await vi.waitFor(() => expect(frames().at(-1)?.type).toBe("done"));
    expect(frames().map(({ seq }) => seq)).toEqual(Array.from({ length: 501 }, (_, index) => index));
    expect(page.received.length).toBeLessThan(100);
  });

  it.each(["destroyed", "did-navigate", "render-process-gone"] as const)(
    "end for a page on %s, and nothing is sent to it any more",
    async (event) => {
      const { signals, events } = endless();
      const { ipcMain, page } = start({ "run.events": events });
      ipcMain.send(ipcChannels.openStream, ownEvent(page), "s1", "run.events", { runId: "r1" });
      await vi.waitFor(() => expect(signals).toHaveLength(1));
      page.emit(event);
      expect(signals[0]?.aborted).toBe(true);
      await new Promise(setImmediate);
      expect(page.received).toEqual([]);
    },
  );

  it("of one page cannot be closed by another", async () => {
    const { signals, events } = endless();
    const { ipcMain, page } = start({ "run.events": events });
    ipcMain.send(ipcChannels.openStream, ownEvent(page), "s1", "run.events", { runId: "r1" });
    await vi.waitFor(() => expect(signals).toHaveLength(1));
    ipcMain.send(ipcChannels.closeStream, ownEvent(new FakePage(2)), "s1");
    expect(signals[0]?.aborted).toBe(false);
    page.emit("destroyed");
  });

  it("are limited in number, so that a page gone wild cannot open them without end", async () => {
    const { signals, events } = endless();
    const { ipcMain, page } = start({ "run.events": events });
    for (let n = 0; n < 200; n += 1) {
      ipcMain.send(ipcChannels.openStream, ownEvent(page), `s${n}`, "run.events", { runId: "r1" });
    }
    await vi.waitFor(() => expect(signals).toHaveLength(64));
    page.emit("destroyed");
  });
});

describe("a page that takes its time", () => {
  const many = 5_000;
  const chatty = () => {
    let given = 0;
    return {
      given: () => given,
      async *events() {
        for (; given < many; given += 1) yield { seq: given, event: { type: "text", text: "x" } };
      },
    };
  };
  const turns = async () => {
    for (let turn = 0; turn < 50; turn += 1) await new Promise(setImmediate);
  };

  // Electron queues messages to a page without bound: a window that is busy made the main process hold a whole run.
  it("makes the source wait, and gets everything in order when it goes on", async () => {
    const source = chatty();
    const { ipcMain, page } = start({ "run.events": source.events });
    ipcMain.send(ipcChannels.openStream, ownEvent(page), "s1", "run.events", { runId: "r1" });
    await vi.waitFor(() => expect(page.received).toHaveLength(1));
    await turns();
    expect(page.received).toHaveLength(1);
    expect(source.given()).toBeLessThan(500);

    const seqs = () => page.received.flatMap(([, , batch]) => (batch as { seq: number }[]).map(({ seq }) => seq));
    await vi.waitFor(() => {
      ipcMain.send(ipcChannels.framesTaken, ownEvent(page), "s1");
      expect(seqs()).toHaveLength(many + 1);
    }, 20_000);
    expect(seqs()).toEqual(Array.from({ length: many + 1 }, (_, index) => index));
  });

  it("and leaves keeps no source waiting for it", async () => {
    const source = chatty();
    let returned = false;
    const { ipcMain, page } = start({
      "run.events": async function* () {
        try {
          yield* source.events();
        } finally {
          returned = true;
        }
      },
    });
    ipcMain.send(ipcChannels.openStream, ownEvent(page), "s1", "run.events", { runId: "r1" });
    await vi.waitFor(() => expect(page.received).toHaveLength(1));
    page.emit("destroyed");
    await vi.waitFor(() => expect(returned).toBe(true));
    expect(source.given()).toBeLessThan(many);
  });
});

describe("the preload", () => {
  it("exposes two functions under one name and nothing else", async () => {
    const { ipcMain, page } = start();
    const { exposed } = await loadPreload(ipcMain, page);
    expect(Object.keys(exposed)).toEqual(["promptscope"]);
    const surface = Object.entries(exposed["promptscope"] as object);
    expect(surface.map(([name, value]) => [name, typeof value, (value as { length: number }).length])).toEqual([
      ["call", "function", 2],
      ["openStream", "function", 3],
    ]);
  });

  it("hands the page frames, never the event behind them", async () => {
    const { ipcMain, page } = start();
    const { bridge } = await loadPreload(ipcMain, page);
    const given = await new Promise<unknown[]>((resolve) => {
      bridge.openStream("app.commands", {}, (...values: unknown[]) => resolve(values));
    });
    expect(given).toEqual([[{ seq: 0, type: "done" }]]);
  });

  it("does not give a late frame of an old page to a stream of the new one", async () => {
    const { signals, events } = endless();
    const { ipcMain, page } = start({ "run.events": events });
    const first = await loadPreload(ipcMain, page);
    first.bridge.openStream("run.events", { runId: "r1" }, () => undefined);
    await vi.waitFor(() => expect(signals).toHaveLength(1));
    page.emit("did-navigate");
    const given: unknown[] = [];
    const second = await loadPreload(ipcMain, page);
    const close = second.bridge.openStream("run.events", { runId: "r1" }, (frames) => given.push(...frames));
    await vi.waitFor(() => expect(signals).toHaveLength(2));
    expect(given).toEqual([]);
    close();
  });
});
