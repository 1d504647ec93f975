import type { PromptLibrary } from "./library.ts";

/** What a library says of itself in its `facts.ts`, without its code. */
export type LibraryFacts = Pick<PromptLibrary, "id" | "label" | "can" | "samples" | "pricesModels">;

/**
 * The libraries there are by their folders, for what must start quickly. The build finds the files, so that a library is
 * added by its folder and its line in the registry; a test holds both together.
 */
export const listedLibraries: readonly LibraryFacts[] = Object.values(
  import.meta.glob<LibraryFacts>("./*/facts.ts", { eager: true, import: "facts" }),
);
