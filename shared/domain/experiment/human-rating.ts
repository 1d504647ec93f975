import * as z from "zod";

/** What a person says of a cell's answer. What is absent was not said; one that says nothing is no rating. */
export const humanRatingSchema = z.strictObject({
  passed: z.boolean().optional(),
  /** From 1 to 5. */
  stars: z.number().int().min(1).max(5).optional(),
  label: z.string().min(1).max(100).optional(),
  note: z.string().min(1).max(10_000).optional(),
});
export type HumanRating = z.infer<typeof humanRatingSchema>;

export function saysNothing(rating: HumanRating): boolean {
  return Object.values(rating).every((value) => value === undefined);
}
