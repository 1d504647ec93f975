import type { ModelBookFile } from "@shared/domain/model/model-facts.ts";

/*
 * The form of a list, checked by hand: a gateway that starts reads none of the validator, and reads lists when a model is
 * first asked for, which cannot wait. `modelBookSchema` says the same and more.
 */

const texts = ["mode", "demands", "defaultEffort", "series", "knowledge", "ends", "replacedBy", "from", "page"];
const counts = ["context", "output"];
const lists = ["apis", "takes", "gives", "can", "cannot", "efforts", "noEfforts"];

/** What is wrong with a list, in words; undefined for one that can be used. */
export function modelBookFault(file: unknown): string | undefined {
  if (!isObject(file) || file["version"] !== 1) return "it is no object with version 1";
  if (!isObject(file["sources"]) || !isObject(file["series"])) return "sources and series are objects";
  const { models } = file;
  if (!Array.isArray(models)) return "models is a list";
  const place = models.findIndex((row) => !isRow(row));
  return place < 0
    ? undefined
    : `models[${place}] is no row: provider and model are texts, the rest as in the bundled list`;
}

/** A list whose form was looked at. */
export function asModelBook(file: unknown): ModelBookFile | undefined {
  return modelBookFault(file) === undefined ? (file as ModelBookFile) : undefined;
}

function isRow(row: unknown): boolean {
  if (!isObject(row)) return false;
  const { provider: owner, model, price } = row;
  return (
    typeof owner === "string" &&
    typeof model === "string" &&
    texts.every((key) => row[key] === undefined || typeof row[key] === "string") &&
    counts.every((key) => row[key] === undefined || Number.isInteger(row[key])) &&
    lists.every((key) => row[key] === undefined || isTexts(row[key])) &&
    (price === undefined ||
      (isObject(price) && typeof price["input"] === "number" && typeof price["output"] === "number"))
  );
}

function isTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((one) => typeof one === "string");
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
