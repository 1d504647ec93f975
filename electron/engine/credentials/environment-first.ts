import { builtInProviders, type Providers } from "../providers/registry.ts";
import { type ConnectionSettings, hasLangfuseKeys, withDefaultCard } from "./connection-settings.ts";
import type { Environment } from "./environment.ts";

/**
 * The settings cards that the environment does not replace. On a command line a variable is the nearer wish: whoever
 * sets one means this call. A card goes as a whole, so that a key and a base URL of two places are never mixed.
 */
export function cardsBesideEnvironment(
  settings: ConnectionSettings,
  environment: Environment,
  providers: Providers = builtInProviders,
): ConnectionSettings {
  const hasLangfuse = hasLangfuseKeys(environment);
  const cards = Object.entries(settings.providers).filter(([id]) => {
    const provider = providers.find(id);
    return provider && !environment.first([...provider.keyVariables, ...provider.baseVariables]);
  });
  // Of several the default counts; which one the window shows is no business of a command.
  const { langfuse } = withDefaultCard(settings, environment);
  return { langfuse: hasLangfuse ? null : langfuse, providers: Object.fromEntries(cards) };
}
