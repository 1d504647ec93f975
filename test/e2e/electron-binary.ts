import { resolve } from "node:path";
import { findElectron } from "../../electron/launch/electron-binary.ts";

export const root = resolve(import.meta.dirname, "../..");

export interface ElectronChoice {
  kind: "real" | "stand-in";
  path: string;
}

/**
 * What runs the desktop tests: the real binary where it is installed, else the stand-in (`test/standin`), which proves
 * our use of Electron's API and not Electron's behaviour. `E2E_ELECTRON=real|standin|auto` decides otherwise.
 */
export function chooseElectron(): ElectronChoice {
  const wanted = process.env["E2E_ELECTRON"] ?? "auto";
  if (!["auto", "real", "standin"].includes(wanted)) throw new Error(`E2E_ELECTRON=${wanted}: real, standin or auto.`);
  const binary = wanted === "standin" ? null : findElectron(root);
  if (binary !== null) return { kind: "real", path: binary };
  if (wanted === "real") throw new Error("E2E_ELECTRON=real, and there is no binary: npx install-electron");
  return { kind: "stand-in", path: resolve(root, "test/standin/electron") };
}
