import type { PromptLibrary } from "./library.ts";

/** What a library says of itself in its `facts.ts`, without its code. */
export type LibraryFacts = Pick<
  PromptLibrary,
  "id" | "label" | "can" | "samples" | "pricesModels" | "modelPrefixes" | "numbersVersions"
>;

/**
 * The libraries there are by their folders, for what must start quickly. The build finds the files, so that a library is
 * added by its folder and its line in the registry; a test holds both together.
 */
export const listedLibraries: readonly LibraryFacts[] = Object.values(
  import.meta.glob<LibraryFacts>("./*/facts.ts", { eager: true, import: "facts" }),
);

const byPrefix = listedLibraries.flatMap((library) =>
  (library.modelPrefixes ?? []).map((prefix) => ({ prefix, library })),
);

/** The library a call goes through whose model begins so, and how it begins; undefined for any other model. */
export function libraryOfModel(model: string): { prefix: string; library: LibraryFacts } | undefined {
  return byPrefix.find(({ prefix }) => model.startsWith(prefix));
}

/** How the model of a call begins that goes through a prompt; undefined for any other. */
export function promptPrefixOf(model: string): string | undefined {
  return libraryOfModel(model)?.prefix;
}
