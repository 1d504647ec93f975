import { EventEmitter } from "node:events";
import { recorded, runtime, strict } from "./runtime.mjs";

const mask = (bytes) => Buffer.from(bytes).map((byte) => byte ^ 0x5a);

/** Each call of the key ring is noted: on a Mac it may ask for the login's password. */
const noted = (name, work) => {
  return (...values) => {
    runtime.log.push(["key-ring", name]);
    return work(...values);
  };
};

function decrypt(bytes) {
  const text = mask(bytes).toString();
  if (text.startsWith("standin:")) return text.slice("standin:".length);
  throw new Error("Error while decrypting the ciphertext provided to safeStorage.decryptString.");
}

/** A key ring that only looks like one: good for round trips, not for secrets. */
export const safeStorage = strict("safeStorage", {
  isEncryptionAvailable: noted("isEncryptionAvailable", () => true),
  isAsyncEncryptionAvailable: noted("isAsyncEncryptionAvailable", async () => true),
  getSelectedStorageBackend: () => process.env.STANDIN_KEY_RING ?? "gnome_libsecret",
  encryptString: noted("encryptString", (text) => mask(`standin:${text}`)),
  decryptString: noted("decryptString", decrypt),
  encryptStringAsync: noted("encryptStringAsync", async (text) => mask(`standin:${text}`)),
  decryptStringAsync: noted("decryptStringAsync", async (bytes) => ({
    result: decrypt(bytes),
    shouldReEncrypt: false,
  })),
});

export const dialog = strict("dialog", {
  showErrorBox: recorded("showErrorBox"),
  // The button a test says, else the first.
  async showMessageBox(...values) {
    runtime.log.push(["showMessageBox", ...values]);
    return { response: Number(process.env.STANDIN_ANSWER ?? 0), checkboxChecked: false };
  },
  // The file a test says, else none.
  async showSaveDialog(...values) {
    runtime.log.push(["showSaveDialog", ...values]);
    const filePath = process.env.STANDIN_FILE ?? "";
    return { canceled: filePath === "", filePath };
  },
  async showOpenDialog(...values) {
    runtime.log.push(["showOpenDialog", ...values]);
    const filePath = process.env.STANDIN_FILE;
    return filePath === undefined ? { canceled: true, filePaths: [] } : { canceled: false, filePaths: [filePath] };
  },
});

export const shell = strict("shell", { openExternal: recorded("openExternal", Promise.resolve()) });

export const clipboard = strict("clipboard", { writeText: recorded("clipboard.writeText") });

/** Electron's own updater, which a Mac's packages are installed by. */
export const autoUpdater = strict("autoUpdater", new EventEmitter());

/** Emits `suspend`, `resume` and `shutdown` where a test says so. */
export const powerMonitor = strict("powerMonitor", new EventEmitter());

class NativeTheme extends EventEmitter {
  themeSource = "system";
  get shouldUseDarkColors() {
    return this.themeSource !== "light";
  }
}
export const nativeTheme = strict("nativeTheme", new NativeTheme());

const workArea = { x: 0, y: 0, width: 1920, height: 1080 };
const display = { id: 1, bounds: workArea, workArea };
export const screen = strict("screen", { getAllDisplays: () => [display], getPrimaryDisplay: () => display });
