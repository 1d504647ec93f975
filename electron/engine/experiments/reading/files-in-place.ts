import type { CodeFile, Finding } from "@shared/domain/experiment/read-experiment.ts";
import { isJsonObject, type JsonValue } from "@shared/domain/json/json.ts";
import { FileRefusal, type FilesBelow } from "./files-below.ts";
import type { YamlSource } from "./yaml-source.ts";

/** An experiment's file with what its evaluators name in other files read into its place. */
export type InPlace = { value: JsonValue; codeFiles: CodeFile[] } | { errors: Finding[] };

/** Keys of an evaluator that may be `{ file: … }`, and what their file becomes. */
const readers: Readonly<Record<string, (text: string) => JsonValue>> = {
  schema: (text) => JSON.parse(text) as JsonValue,
  code: (text) => text,
};

/** `schema: { file: … }` and `code: { file: … }` of evaluators; files of code are named beside it. */
export async function filesInPlace(source: YamlSource, files: FilesBelow): Promise<InPlace> {
  const { value } = source;
  if (!isJsonObject(value) || !Array.isArray(value["evaluators"])) return { value, codeFiles: [] };
  const errors: Finding[] = [];
  const codeFiles: CodeFile[] = [];
  const evaluators: JsonValue[] = [];
  for (const [index, evaluator] of value["evaluators"].entries()) {
    const read = isJsonObject(evaluator) ? { ...evaluator } : evaluator;
    for (const [key, reader] of Object.entries(readers)) {
      const path = fileIn(read, key);
      if (path === undefined || !isJsonObject(read)) continue;
      const place = source.placeOf(["evaluators", index, key, "file"]);
      try {
        const text = await files.text(path);
        read[key] = reader(text);
        if (key === "code") codeFiles.push({ file: place.file, line: place.line, path, code: text });
      } catch (error) {
        const why = error instanceof FileRefusal ? error.message : `${path} is no JSON.`;
        errors.push({ ...place, code: "file", message: why });
      }
    }
    evaluators.push(read);
  }
  return errors.length > 0 ? { errors } : { value: { ...value, evaluators }, codeFiles };
}

function fileIn(evaluator: JsonValue, key: string): string | undefined {
  const given = isJsonObject(evaluator) ? evaluator[key] : undefined;
  const path = isJsonObject(given) && Object.keys(given).length === 1 ? given["file"] : undefined;
  return typeof path === "string" ? path : undefined;
}
