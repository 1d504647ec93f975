import type { Deployment } from "./config-model.ts";
import type { Credentials } from "./read-credential-list.ts";
import { readDeployment } from "./read-deployment.ts";
import { isNothing, type ReadIo, wrongType } from "./read-values.ts";
import { entryOf, type YamlMap } from "./yaml-tree.ts";

/** Reads `model_list`. A broken entry is told of and not served; one without a name is left out. */
export function readModelList(root: YamlMap, credentials: Credentials, io: ReadIo): Deployment[] {
  const entry = entryOf(root, "model_list");
  if (!entry || isNothing(entry.value)) return [];
  if (entry.value.kind !== "list") {
    wrongType(entry, "", "a list", io);
    return [];
  }
  return entry.value.items.flatMap(
    (item, index) => readDeployment(item, `model_list[${index}]`, credentials, io) ?? [],
  );
}
