import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";
import { type ReadIo, readMap, wrongType } from "./read-values.ts";
import { describeNode, entryOf, type YamlEntry, type YamlMap } from "./yaml-tree.ts";

/** The values of each credential of `credential_list`, by its name. */
export type Credentials = ReadonlyMap<string, YamlMap>;

/** Reads `credential_list`. One that is broken is left out with a warning; entries that name it are not served then. */
export function readCredentialList(root: YamlMap, io: ReadIo): Credentials {
  const entry = entryOf(root, "credential_list");
  const found = new Map<string, YamlMap>();
  if (!entry || (entry.value.kind === "scalar" && entry.value.value === null)) return found;
  if (entry.value.kind !== "list") {
    wrongType(entry, "", "a list", io);
    return found;
  }
  for (const [index, item] of entry.value.items.entries()) {
    const path = `credential_list[${index}]`;
    const name = item.kind === "map" ? entryOf(item, "credential_name")?.value : undefined;
    const values = item.kind === "map" ? readMap(item, "credential_values", path, io) : undefined;
    if (name?.kind === "scalar" && typeof name.value === "string" && values) found.set(name.value, values);
    else {
      io.problems.warn(item.at, path, {
        code: "credential_unusable",
        message: `A credential must have credential_name and credential_values, not ${describeNode(item)}.`,
        fix: "Write - credential_name: my-credential and below it credential_values: with api_key: and api_base:.",
      });
    }
  }
  return found;
}

/**
 * An entry's `litellm_params` with what its `litellm_credential_name` adds: keys it does not have itself, as LiteLLM
 * has it. A credential's key goes to the credential's own address alone: beside another `api_base` of the entry it is
 * an error, which keeps the entry from being served, and so is a name the list does not have. Without that the call
 * would go to the provider's own address with the environment's key.
 */
export function withCredential(params: YamlMap, path: string, credentials: Credentials, io: ReadIo): YamlMap {
  const named = entryOf(params, "litellm_credential_name");
  if (named?.value.kind !== "scalar" || typeof named.value.value !== "string") return params;
  const name = named.value.value;
  const values = credentials.get(name);
  const report = (message: string, fix: string) =>
    io.problems.error(named.value.at, `${path}.litellm_credential_name`, { code: "credential_unusable", message, fix });
  if (!values) {
    report(`credential_list has no usable credential ${name}.`, "Add it there, or correct the name.");
    return params;
  }
  const own = baseOf(params);
  const bound = baseOf(values);
  const usesKey = !entryOf(params, "api_key") && entryOf(values, "api_key");
  if (usesKey && own && bound && textOf(own) !== textOf(bound)) {
    report(
      `The key of the credential ${name} is for its own api_base; the entry has another one.`,
      "Take api_base out of the entry, or give the entry an api_key of its own.",
    );
    return params;
  }
  const added = values.entries.filter(({ key }) => !entryOf(params, key) && !(own && isBase(key)));
  return { ...params, entries: [...params.entries, ...added] };
}

function baseOf(map: YamlMap): YamlEntry | undefined {
  return entryOf(map, "api_base") ?? entryOf(map, "base_url");
}

function isBase(key: string): boolean {
  return key === "api_base" || key === "base_url";
}

function textOf({ value }: YamlEntry): string {
  return value.kind === "scalar" ? withoutTrailing(String(value.value), "/") : "";
}
