import { readFileSync } from "node:fs";
import { join } from "node:path";
import { builtInForms, formAt } from "../../electron/engine/gateway/forms/registry.ts";
import { ownRoutes } from "../../electron/engine/gateway/server/routes.ts";
import {
  appliedEntryKeys,
  commonRequestParameters,
  generalSettingsKeys,
  type KeySet,
  litellmSettingsKeys,
  routerSettingsKeys,
  topLevelKeys,
} from "../../electron/engine/litellm/config-keys.ts";
import { litellmEntryKeys } from "../../electron/engine/litellm/names/entry-keys.ts";
import { providers } from "../../electron/engine/providers/providers.ts";
import { litellmProviders } from "../../electron/engine/routing/litellm-providers.ts";
import { knownDifferences } from "../compat/known-differences.ts";
import { knownProxyDifferences } from "../compat/known-proxy-differences.ts";
import { root } from "./source-files.ts";

/** Addresses of LiteLLM's proxy that people look for here; each must be one that is not served. */
const missingPaths = ["/v1/images/generations", "/v1/audio/speech", "/rerank", "/v1/files", "/key/generate"];
/** The largest of its providers that are not spoken to. */
const largestMissing = [
  "bedrock",
  "vertex_ai",
  "cohere",
  "databricks",
  "huggingface",
  "replicate",
  "sagemaker",
  "watsonx",
];

const code = (text: string) => `\`${text}\``;
const list = (names: Iterable<string>) => [...names].map(code).join(" ");

/** Rows of what of LiteLLM is served and what is not, as the code's own tables have it. */
export function servedOfLiteLlm(): string[][] {
  return [
    routeRow(),
    providerRow(),
    settingsRow("`config.yaml`", topLevelKeys),
    entryRow(),
    settingsRow("`litellm_settings`", litellmSettingsKeys),
    settingsRow("`router_settings`", routerSettingsKeys),
    settingsRow("`general_settings`", generalSettingsKeys),
    packageRow(),
  ];
}

function routeRow(): string[] {
  const served = missingPaths.filter(
    (path) => formAt(path, builtInForms) || ownRoutes.some((route) => route.endsWith(path)),
  );
  if (served.length > 0) throw new Error(`Served by now, so to be taken from the list: ${served.join(", ")}`);
  const forms = builtInForms.flatMap(({ paths, kept }) => [
    `POST ${paths[0]}`,
    ...(kept ? [`GET ${kept.paths[0]}`, `DELETE ${kept.paths[0]}`] : []),
  ]);
  return [
    "Routes of the proxy",
    `${list([...forms, ...ownRoutes])}, and the other paths LiteLLM has for these`,
    `${list(missingPaths)}, those of keys, teams, budgets and the UI: 404 that says what is served`,
  ];
}

function providerRow(): string[] {
  const ours = new Set(providers.flatMap(({ prefixes }) => prefixes));
  const missing = [...litellmProviders].filter((prefix) => !ours.has(prefix));
  const named = largestMissing.filter((prefix) => missing.includes(prefix));
  return [
    "Providers",
    `${ours.size} prefixes, listed above`,
    `${missing.length} others, among them ${list(named)}: the entry is listed, warned of and answers with an error`,
  ];
}

function settingsRow(name: string, { applied, known, open }: KeySet): string[] {
  const others = [...known].filter((key) => !applied.includes(key)).length;
  const rest = open ? `${others} others, and any name LiteLLM takes there` : `${others} others`;
  return [name, list(applied), `${rest}: kept and warned of`];
}

function entryRow(): string[] {
  const own = litellmEntryKeys.filter((key) => !appliedEntryKeys.includes(key) && !commonRequestParameters.has(key));
  return [
    "`litellm_params` of an entry",
    `${list(appliedEntryKeys)}, and every parameter of a request`,
    `${own.length} other keys of LiteLLM's own: kept and warned of, never sent to a provider`,
  ];
}

/** The package's options are a type, so they are read off it. */
function packageRow(): string[] {
  const text = readFileSync(join(root, "electron/hosts/package/types.ts"), "utf8");
  const keysOf = (name: string) => {
    const body = new RegExp(`export interface ${name}[^{]*\\{([\\s\\S]*?)\\n\\}`).exec(text)?.[1] ?? "";
    return [...body.matchAll(/^ {2}(\w+)\??:/gm)].map(([, key = ""]) => key);
  };
  const options = keysOf("CompletionOptions");
  return [
    "`litellm.completion()`",
    `${list(options)}, and ${keysOf("ModelParameters").length} parameters of the model`,
    "`acompletion` (`completion` is asynchronous), `aembedding` (`embedding` is), `Router`, callbacks, caches: not in the package",
  ];
}

/** Why ours differs where it does, as `npm run compat` knows it. */
export function differencesFromLiteLlm(): string {
  const reasons = new Set([...knownDifferences, ...knownProxyDifferences].map(({ reason }) => reason));
  return [...reasons].map((reason) => `- ${reason}`).join("\n");
}
