import type { Api, ProviderTraits } from "../apis/api.ts";

/** Models that an API other than a provider's first is for. */
export interface NamedModels {
  api: Api;
  /** Before any model, without the slash. */
  prefixes?: readonly string[];
}

/**
 * A provider as data. A server that speaks an API of ours is one of these and no code; quirks are fields here, never a
 * comparison of an id elsewhere. Names of variables and bases follow LiteLLM (`get_llm_provider_logic.py`, `main.py`
 * 1.78.2).
 */
export interface Provider extends ProviderTraits {
  /** Stands in records of runs and in settings; never changes. */
  id: string;
  /** The APIs it speaks; the first is the one that is used unless a client or a model's name says another. */
  apis: readonly [Api, ...Api[]];
  /** Model prefixes that lead here, without the slash; the first is the one to show. */
  prefixes: string[];
  /** Hosts that tell this provider when they stand in an explicit base URL. */
  hosts?: readonly string[];
  /** Models behind its prefix that go to another provider's API under their full name, by how their names begin. */
  elsewhere?: { models: readonly string[]; provider: string; rule: string };
  /** Names without a prefix that are probably meant for it, by how they begin; LiteLLM sends them elsewhere or nowhere. */
  likelyNames?: { starts: readonly string[]; because?: string };
  /** Environment variables that may hold the key; the first that is set wins. */
  keyVariables: string[];
  baseVariables: string[];
  /** Null: the person has to give one. */
  defaultBaseUrl: string | null;
  keyRequired: boolean;
  /** Sent in place of a key where a server wants some key (LiteLLM sends `fake-api-key`). Not a secret. */
  dummyKey?: string;
  /** Appended to a base URL that does not end with it. */
  basePathSuffix?: string;
  /** The environment variable that may hold a token that goes in place of a key, as a bearer. */
  tokenVariable?: string;
  /** It knows organizations: the environment variable that may hold one. */
  organizationVariable?: string;
  /** Its address carries a version: the environment variable that may hold it. */
  apiVersionVariable?: string;
  /** Its resource does not list what can be called. */
  listsNoModels?: boolean;
  /** The server runs on this machine or network: one call at a time by default. */
  local?: boolean;
  /** Sample answers of this process, behind a server it starts when it is first needed; LiteLLM does not know it. */
  sample?: boolean;
  /** It refuses a conversation of system messages alone. */
  needsUserMessage?: boolean;
  /** Addresses of its own API, which LiteLLM's configs have: what leads to the API asked here, or that nothing does. */
  ownApiBases?: { ends: RegExp; compatible: string; elsewhere: RegExp };
  /** Options its own API has and the one asked here does not, with what helps instead. */
  ownApiOptions?: Readonly<Record<string, string>>;
  /** OpenAI parameters it takes, where it refuses all others. Absent: all. */
  takes?: readonly string[];
  /** Parameters of its own that it documents. */
  own?: readonly string[];
  /** What it takes is another server's to say: every key is sent. */
  takesAnything?: true;
  /** It serves the models of another provider: the id of the one whose rows count where it has none of its own. */
  modelsOf?: string;
  /** First parts of a model's name that say which model's rules hold, as LiteLLM's routes have them. */
  series?: Readonly<Record<string, string>>;
  /** Prefixes and bare names of models that another of its APIs than the first is for, as LiteLLM has them. */
  named?: readonly NamedModels[];
  /** First parts of a model's name that say which of its APIs is asked, as LiteLLM's routes have them. */
  apiParts?: Readonly<Record<string, Api>>;
  /** OpenAI parameters this provider has under another name. */
  rename?: Record<string, string>;
  /** OpenAI parameters this provider refuses, with the reason. */
  refuses?: Record<string, string>;
}
