import { recorded, strict } from "./runtime.mjs";

const mask = (bytes) => Buffer.from(bytes).map((byte) => byte ^ 0x5a);

/** A key ring that only looks like one: good for round trips, not for secrets. */
export const safeStorage = strict("safeStorage", {
  isEncryptionAvailable: () => true,
  getSelectedStorageBackend: () => process.env.STANDIN_KEY_RING ?? "gnome_libsecret",
  encryptString: (text) => mask(`standin:${text}`),
  decryptString(bytes) {
    const text = mask(bytes).toString();
    if (text.startsWith("standin:")) return text.slice("standin:".length);
    throw new Error("Error while decrypting the ciphertext provided to safeStorage.decryptString.");
  },
});

export const dialog = strict("dialog", {
  showErrorBox: recorded("showErrorBox"),
  showMessageBox: recorded("showMessageBox", Promise.resolve({ response: 0, checkboxChecked: false })),
});

export const shell = strict("shell", { openExternal: recorded("openExternal", Promise.resolve()) });

const workArea = { x: 0, y: 0, width: 1920, height: 1080 };
export const screen = strict("screen", { getAllDisplays: () => [{ id: 1, bounds: workArea, workArea }] });
