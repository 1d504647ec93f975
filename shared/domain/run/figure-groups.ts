/** By what the figures of kept runs can be told apart. */
export const figureGroups = ["model", "provider", "prompt", "day"] as const;
export type FigureGroup = (typeof figureGroups)[number];
