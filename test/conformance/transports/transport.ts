import { createDispatcher } from "@routes/dispatch.ts";
import type { Envelope, Frame } from "@shared/contract/envelope.ts";
import { registerIpcTransport } from "../../../electron/hosts/desktop/ipc-transport.ts";
import { createOwnUrlCheck } from "../../../electron/hosts/desktop/own-page.ts";
import { FakeIpcMain, FakePage, loadPreload } from "../../fakes/electron/ipc.ts";
import { createFakeHandlers } from "../../fakes/routes/handlers.ts";
import { startTestHost } from "../../fakes/routes/web-host.ts";

type Overrides = Parameters<typeof createFakeHandlers>[0];
type Redact = (text: string) => string;

/** What the cases need of a transport, so that one suite runs over both. */
export interface Transport {
  call(name: string, input: unknown): Promise<Envelope<unknown>>;
  /** All frames up to the terminal one; `onFrame` may call `leave` to hang up, after which nothing more comes. */
  stream(
    name: string,
    input: unknown,
    onFrame?: (frame: Frame<unknown>, leave: () => void) => void,
  ): Promise<Frame<unknown>[]>;
  calls: ReturnType<typeof createFakeHandlers>["calls"];
  close(): Promise<void>;
}

export const transports: { name: string; open: (overrides?: Overrides, redact?: Redact) => Promise<Transport> }[] = [
  { name: "HTTP", open: openHttp },
  { name: "IPC", open: openIpc },
];

async function openHttp(overrides?: Overrides, redact?: Redact): Promise<Transport> {
  const host = await startTestHost(overrides, redact);
  const authorization = `Bearer ${await host.token()}`;
  const post = (name: string, input: unknown, signal?: AbortSignal) =>
    fetch(`${host.origin}/api/${encodeURIComponent(name)}`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      // An own `__proto__` key and other text that `JSON.stringify` would not write comes as text.
      body: typeof input === "string" ? input : JSON.stringify(input),
      signal: signal ?? null,
    });
  return {
    calls: host.calls,
    close: host.close,
    call: async (name, input) => (await post(name, input)).json() as Promise<Envelope<unknown>>,
    async stream(name, input, onFrame) {
      const hangUp = new AbortController();
      const frames: Frame<unknown>[] = [];
      try {
        const response = await post(name, input, hangUp.signal);
        let rest = "";
        for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
          const lines = (rest + chunk).split("\n");
          rest = lines.pop() ?? "";
          for (const line of lines) {
            frames.push(JSON.parse(line));
            onFrame?.(JSON.parse(line), () => hangUp.abort());
          }
        }
      } catch (error) {
        if (!hangUp.signal.aborted) throw error;
      }
      return frames;
    },
  };
}

async function openIpc(overrides?: Overrides, redact: Redact = (text) => text): Promise<Transport> {
  const ipcMain = new FakeIpcMain();
  const { handlers, calls } = createFakeHandlers(overrides);
  const dispatcher = createDispatcher({ handlers, redact });
  registerIpcTransport({ ipcMain, dispatcher, isOwnUrl: createOwnUrlCheck() });
  const page = new FakePage();
  const { bridge } = await loadPreload(ipcMain, page);
  const parse = (input: unknown) => (typeof input === "string" ? JSON.parse(input) : input);
  return {
    calls,
    close: async () => page.emit("destroyed"),
    call: (name, input) => bridge.call(name, parse(input)),
    stream: (name, input, onFrame) =>
      new Promise((resolve) => {
        const frames: Frame<unknown>[] = [];
        const close = bridge.openStream(name, parse(input), (batch) => {
          for (const frame of batch) {
            frames.push(frame);
            onFrame?.(frame, () => {
              close();
              resolve(frames);
            });
          }
          if (frames.at(-1)?.type !== "event") resolve(frames);
        });
      }),
  };
}
