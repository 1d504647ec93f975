import { experimentSetupSchema, type ReadSetup } from "@shared/domain/experiment/experiment-setup.ts";
import type { Finding } from "@shared/domain/experiment/read-experiment.ts";
import { readYaml } from "../reading/yaml-source.ts";

/**
 * A set-up from the text of an `experiment.yaml` as the app writes it. Files it names lie in a folder that is not known
 * here, so each is an error with its line.
 */
export async function readSetupText(name: string, text: string, _signal: AbortSignal): Promise<ReadSetup> {
  const yaml = readYaml(text, name);
  if ("errors" in yaml) return { errors: yaml.errors };
  const { source } = yaml;
  const parsed = experimentSetupSchema().safeParse(source.value);
  if (parsed.success) return { setup: parsed.data, warnings: [], refusals: [] };
  const errors: Finding[] = parsed.error.issues.flatMap((issue) => {
    const where = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        ...source.placeOf([...issue.path, key]),
        code: "unknown-key",
        message: `“${key}” is not known${where === "" ? "" : ` in ${where}`}.`,
      }));
    }
    const message = `${where === "" ? "The file" : where}: ${issue.message}`;
    return [{ ...source.placeOf(issue.path), code: issue.code, message }];
  });
  return { errors };
}
