import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { lazily } from "@shared/domain/late/lazily.ts";
import type { SecretCipher } from "../ports.ts";
import { createKeyRingCipher, type KeyRing } from "./key-ring-cipher.ts";

type Variables = Record<string, string | undefined>;

/** What the person sees of it in the system's own list of keys. */
const service = "Promptscope";
const packageName = "@napi-rs/keyring";

/**
 * The system's key ring as every host can use it: Keychain, Credential Manager, Secret Service. Nothing is loaded and
 * nobody asked before a secret is to be encrypted or decrypted. `PROMPTSCOPE_KEY_RING=off` leaves it alone.
 */
export function systemKeyRing(variables: Variables, platform: NodeJS.Platform = process.platform): SecretCipher {
  return createKeyRingCipher({ ring: packagedRing, lack: lazily(() => lackOf(variables, platform)) });
}

/** Decided without asking the ring: whether it opens is seen when a key is saved. */
function lackOf(variables: Variables, platform: NodeJS.Platform): string | null {
  if (variables["PROMPTSCOPE_KEY_RING"] === "off") return "PROMPTSCOPE_KEY_RING is off";
  if (platform === "linux") {
    if (!hasSessionBus(variables)) return "there is no session of a desktop (no D-Bus)";
    if (!hasSecretService(variables)) return "no key ring is installed (GNOME Keyring, KWallet)";
  }
  try {
    createRequire(import.meta.url).resolve(packageName);
    return null;
  } catch {
    return `the optional package ${packageName} is not installed`;
  }
}

/** As libdbus and systemd find it. */
function hasSessionBus(variables: Variables): boolean {
  const folder = variables["XDG_RUNTIME_DIR"];
  return Boolean(variables["DBUS_SESSION_BUS_ADDRESS"]) || (Boolean(folder) && existsSync(join(folder ?? "", "bus")));
}

/** Whether D-Bus knows which program to start as the Secret Service. */
function hasSecretService(variables: Variables): boolean {
  const home = variables["XDG_DATA_HOME"] || join(variables["HOME"] ?? "/", ".local/share");
  const folders = [home, ...(variables["XDG_DATA_DIRS"] || "/usr/local/share:/usr/share").split(":"), "/usr/share"];
  return folders.some((folder) => existsSync(join(folder, "dbus-1/services/org.freedesktop.secrets.service")));
}

const load = lazily(() => import("@napi-rs/keyring"));

/** Without a Secret Service the package takes the kernel's keyring, which forgets everything when the machine stops. */
const lasting = { linux: { store: "secret-service" } } as const;

async function entryNamed(name: string) {
  const { AsyncEntry } = await load();
  return new AsyncEntry(service, name, lasting);
}

const packagedRing: KeyRing = {
  read: async (name) => (await entryNamed(name)).getPassword(),
  write: async (name, value) => (await entryNamed(name)).setPassword(value),
};
