import { demoPreset, providerPresets } from "./presets.ts";
import type { ProviderPreset } from "./provider.ts";

/** The providers a person can connect, in the order to show them. */
export function listedPresets(): readonly ProviderPreset[] {
  return providerPresets;
}

/** A provider by its id, the demo included. */
export function findPreset(id: string): ProviderPreset | undefined {
  return [demoPreset, ...providerPresets].find((preset) => preset.id === id);
}
