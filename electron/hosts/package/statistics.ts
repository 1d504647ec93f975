/* `promptscope/statistics`. Its declarations are in `statistics-types.d.ts`. */
export * from "@shared/domain/statistics/statistics.ts";
