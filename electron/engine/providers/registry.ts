import type { Api } from "../apis/api.ts";
import type { Provider } from "./provider.ts";
import { demoProvider, providers } from "./providers.ts";

/** The providers there are. Whoever needs one is given these, so that a test can add its own. */
export interface Providers {
  /** Those a person can connect, in the order to show them. */
  readonly listed: readonly Provider[];
  /** Those and the sample models. */
  readonly all: readonly Provider[];
  find(id: string): Provider | undefined;
}

export function createProviders(listed: readonly Provider[]): Providers {
  const all = [demoProvider, ...listed];
  const byId = new Map(all.map((provider) => [provider.id, provider]));
  return { listed, all, find: (id) => byId.get(id) };
}

/** Every provider Promptscope can reach. */
export const builtInProviders = createProviders(providers);

/** The API a plan names, of those its provider speaks; the first for a plan made before plans named one. */
export function apiOf({ apis }: Provider, id: string | undefined): Api {
  return apis.find((api) => api.id === id) ?? apis[0];
}
