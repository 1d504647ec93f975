import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { AnnotationType } from "./wire-types.ts";

/** Annotation's key → what it is called here, by kind of annotation. */
const forms: Record<AnnotationType, Readonly<Record<string, string>>> = {
  url_citation: { url: "url", title: "title", start_index: "start", end_index: "end" },
  file_citation: { file_id: "file", filename: "filename", index: "index" },
  container_file_citation: {
    file_id: "file",
    filename: "filename",
    start_index: "start",
    end_index: "end",
    container_id: "container",
  },
  file_path: { file_id: "file", index: "index" },
};

/** Where a passage comes from: `{kind, url?, title?, file?, filename?, start?, end?}`; places count characters of the text. */
export function citationOf(annotation: JsonObject): JsonObject {
  const type = String(annotation["type"]);
  if (!Object.hasOwn(forms, type)) return { ...annotation, kind: type };
  const said = Object.entries(forms[type as AnnotationType]).flatMap(([key, name]): [string, JsonValue][] => {
    const value = annotation[key];
    return value === undefined || value === null ? [] : [[name, value]];
  });
  return { kind: type, ...Object.fromEntries(said) };
}
