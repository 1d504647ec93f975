import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { defaultGatewayOptions, type GatewayConfigText, type GatewayOptions } from "@shared/domain/gateway/gateway.ts";
import * as z from "zod";
import { writeFileAtomically } from "../../store/atomic-file.ts";
import { type DocumentAccess, openJsonDocument } from "../../store/json-document.ts";
import { readPlainFile } from "../../store/plain-file.ts";

const optionsSchema: z.ZodType<GatewayOptions> = z.strictObject({
  port: z.number().int().min(0).max(65_535),
  model: z.string().exactOptional(),
  promptId: z.string().exactOptional(),
  debug: z.boolean(),
});

/** The app's own config, kept as a file that `promptscope serve --config` and LiteLLM can be given too. */
export interface ConfigStore {
  get(): GatewayConfigText;
  /** @throws AppFailure `storage_failed`. */
  set(config: GatewayConfigText): Promise<void>;
  readonly problem?: string;
}

/** @param folder the profile's. */
export async function openConfigStore(folder: string, access: DocumentAccess = "write"): Promise<ConfigStore> {
  const directory = join(folder, "gateway");
  const path = join(directory, "config.yaml");
  if (access === "write") await mkdir(directory, { recursive: true, mode: 0o700 });
  const optionsPath = join(directory, "options.json");
  const options = await openJsonDocument(optionsPath, optionsSchema, defaultGatewayOptions, access);
  let text = await readText(path);
  return {
    get: () => ({ text, options: options.get() }),
    async set(config) {
      try {
        if (config.text !== text && access === "write") await writeFileAtomically(path, config.text);
      } catch (error) {
        throw storageFailed("config.yaml could not be written.", error);
      }
      text = config.text;
      await options.set(config.options);
    },
    ...(options.problem === undefined ? {} : { problem: options.problem }),
  };
}

async function readText(path: string): Promise<string> {
  try {
    return await readPlainFile(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw storageFailed("config.yaml of the gateway could not be read.", error);
  }
}

function storageFailed(message: string, error: unknown): AppFailure {
  return new AppFailure("storage_failed", { message, detail: error instanceof Error ? error.message : String(error) });
}
