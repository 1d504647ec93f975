import type { ModelBookFile } from "@shared/domain/model/model-facts.ts";
import text from "./models.json?raw";

let parsed: ModelBookFile | undefined;

/** What comes along of models, read when it is first asked for: a start does not need it. A test holds its form. */
export function bundledModels(): ModelBookFile {
  parsed ??= JSON.parse(text) as ModelBookFile;
  return parsed;
}
