import { existsSync } from "node:fs";
import { join } from "node:path";
import { readEnvironment } from "@engine/credentials/environment.ts";
import { cardsBesideEnvironment } from "@engine/credentials/environment-first.ts";
import { takeProfileModels } from "@engine/models/profile-lists.ts";
import { resolveProfileDirectory } from "@engine/store/profile-directory.ts";

type Variables = Record<string, string | undefined>;

/**
 * Takes the proxy that the app's settings choose, and gives the environment with what the app's settings cards say beneath it, as the other commands have it: a variable that is
 * set wins. A key that cannot be opened here, and a profile that cannot be read, are told and left out: the gateway may need
 * nothing of it.
 */
export async function withProfileVariables(variables: Variables, tell: (problem: string) => void): Promise<Variables> {
  const folder = resolveProfileDirectory(variables);
  takeProfileModels(folder);
  // Reading a profile is a quarter of a gateway's start; most servers have none.
  if (!["connections.json", "settings.json"].some((name) => existsSync(join(folder, name)))) return variables;
  const { readProfile } = await import("@engine/read-profile.ts");
  const { systemKeyRing } = await import("@engine/credentials/system-key-ring.ts");
  try {
    const { settings, preferences, secrets, problems } = await readProfile(folder, [systemKeyRing(variables)]);
    for (const problem of problems) tell(problem);
    const { chooseProxy } = await import("@engine/http/proxies.ts");
    chooseProxy(preferences.proxy);
    const cards = cardsBesideEnvironment(settings, readEnvironment(variables));
    const { cardVariables, lockedKeys } = await import("@engine/gateway/app/card-environment.ts");
    for (const problem of lockedKeys(cards, secrets)) tell(problem);
    return { ...variables, ...Object.fromEntries(cardVariables(cards, secrets)) };
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error));
    return variables;
  }
}
