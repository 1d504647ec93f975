import type { Places } from "@shared/domain/prompt/upgrade-kept-values.ts";
import type { PromptLibraries } from "./libraries/registry.ts";

/** Where what was kept before there were connections goes: to those that are set up now. */
export function placesOf(libraries: PromptLibraries): Places {
  return Object.fromEntries(
    libraries.views().flatMap(({ id, connection }) => (connection ? [[id, connection.id] as const] : [])),
  );
}
