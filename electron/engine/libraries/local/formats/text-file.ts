import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import { plainLines } from "./line-breaks.ts";
import { type FileFormat, FormatFailure } from "./prompt-file.ts";

/** A text and nothing else. The newline at its end is the file's, not the prompt's. */
export const textFile: FileFormat = {
  id: "text",
  endings: [".txt"],
  read(file) {
    const { text } = plainLines(file);
    return { type: "text", prompt: text.endsWith("\n") ? text.slice(0, -1) : text, config: {}, inputs: [] };
  },
  write(before, { prompt, config }) {
    if (typeof prompt !== "string")
      throw new FormatFailure("A .txt file holds one text, no messages.", { path: ["prompt"] });
    if (config !== null && !(isJsonObject(config) && Object.keys(config).length === 0)) {
      throw new FormatFailure("A .txt file has no place for a config.", { path: ["config"] });
    }
    const { text, restore } = plainLines(before ?? "\n");
    return restore(text.endsWith("\n") || text === "" ? `${prompt}\n` : prompt);
  },
};
