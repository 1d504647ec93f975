/** Electron's `dialog.showMessageBox`, as far as it is needed here; tests give their own. */
export type Ask = (question: {
  type: "error" | "warning" | "question" | "info";
  message: string;
  detail: string;
  buttons: string[];
  defaultId: number;
  cancelId: number;
}) => Promise<{ response: number }>;

/** Electron's `BrowserWindow` and its `WebContents`, as far as they are needed here; tests give their own. */
export interface TroubledWindow {
  on(event: "unresponsive" | "responsive", listener: () => void): unknown;
  isDestroyed(): boolean;
  webContents: {
    on(event: "render-process-gone", listener: (event: unknown, details: { reason: string }) => void): unknown;
    reload(): void;
    forcefullyCrashRenderer(): void;
  };
}

const reasons: Record<string, string> = {
  oom: "It needed more memory than this computer gives.",
  "memory-eviction": "The system took its memory away.",
  crashed: "It crashed.",
  "abnormal-exit": "It ended by an error of its own.",
  killed: "It was ended by the system or by somebody.",
  "launch-failed": "It could not be started.",
  "integrity-failure": "Its code did not pass the check of its integrity.",
};

const goesOn = "What runs goes on, and what you typed is kept.";

/**
 * Tells of a page that has crashed or hangs, and loads it anew: a window stayed blank for ever, with runs going on unseen.
 * One question at a time.
 */
export function mendPage(window: TroubledWindow, ask: Ask, quit: () => void): void {
  let asking = false;
  /** We end a page that hangs: that is no crash. */
  let isEnding = false;

  async function question(message: string, detail: string, other: string): Promise<boolean> {
    asking = true;
    try {
      const buttons = ["Reload", other];
      const { response } = await ask({ type: "error", message, detail, buttons, defaultId: 0, cancelId: 1 });
      return response === 0;
    } finally {
      asking = false;
    }
  }

  window.webContents.on("render-process-gone", (_event, { reason }) => {
    if (reason === "clean-exit" || isEnding || asking) return;
    const detail = `${reasons[reason] ?? `It ended (${reason}).`} ${goesOn}`;
    void question("The window's page has ended", detail, "Quit").then((reload) => {
      if (window.isDestroyed()) return;
      if (reload) window.webContents.reload();
      else quit();
    });
  });

  window.on("unresponsive", () => {
    if (asking) return;
    void question("The window's page does not answer", goesOn, "Wait").then((reload) => {
      if (!reload || window.isDestroyed()) return;
      isEnding = true;
      window.webContents.forcefullyCrashRenderer();
      window.webContents.reload();
      isEnding = false;
    });
  });
}
