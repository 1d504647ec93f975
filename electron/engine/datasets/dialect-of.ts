import type { Dataset } from "@shared/domain/dataset/dataset.ts";

/** The form of a known tool that a file has, by its columns. */
export function dialectOf({ columns, kinds }: Pick<Dataset, "columns" | "kinds">): Dataset["dialect"] {
  const has = (name: string) => columns.includes(name);
  if (has("datasetId") && has("expectedOutput")) return "langfuse";
  if (columns.some((name) => /^__(?:expected|prefix|metric|config)/.test(name))) return "promptfoo";
  if (has("assert") && columns.some((name) => name.startsWith("vars."))) return "promptfoo";
  const talks = ["input", "messages"].some((name) => kinds[name] === "messages");
  if (talks && has("ideal")) return "openai-evals";
  if (columns.length > 0 && columns.every((name) => name.startsWith("item."))) return "openai-evals";
  return columns.length === 1 && kinds["messages"] === "messages" ? "openai-chat" : undefined;
}
