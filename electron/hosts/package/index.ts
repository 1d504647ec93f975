export { completion } from "./completion.ts";
export { embedding } from "./embedding.ts";
export { PromptscopeError } from "./promptscope-error.ts";
export type * from "./types.ts";
