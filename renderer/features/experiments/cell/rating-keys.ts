import type { HumanRating } from "@shared/domain/experiment/human-rating.ts";

export type RatingChange = { [Key in keyof HumanRating]?: HumanRating[Key] | undefined };

/**
 * What a key says of the open cell: 1 to 5 stars, P passes, F fails; the same key again takes it back, 0 takes both back.
 * @returns undefined for any other key.
 */
export function ratingOfKey(key: string, rating: HumanRating | null): RatingChange | undefined {
  if (/^[1-5]$/.test(key)) {
    const stars = Number(key);
    return { stars: rating?.stars === stars ? undefined : stars };
  }
  if (key === "p" || key === "f") {
    const passed = key === "p";
    return { passed: rating?.passed === passed ? undefined : passed };
  }
  return key === "0" ? { stars: undefined, passed: undefined } : undefined;
}
