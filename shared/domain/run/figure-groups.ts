/** By what the figures of kept runs can be told apart. A week is named by its Monday. */
export const figureGroups = ["model", "provider", "prompt", "day", "week", "month"] as const;
export type FigureGroup = (typeof figureGroups)[number];

/** Of fewer answers there is no 95th percentile: it would be the slowest of them by another name. */
export const fewestForP95 = 20;
