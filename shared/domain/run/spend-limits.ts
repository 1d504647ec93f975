import * as z from "zod";

const usd = z.number().positive().max(1_000_000);

/** What may be spent on one day, in US dollars, before somebody is warned. Nothing is ever refused for it. */
export const spendLimitsSchema = z.strictObject({
  /** With all providers together; null is no limit. */
  dayUsd: usd.nullable(),
  /** By the provider's id. */
  providerUsd: z.record(z.string().min(1).max(100), usd),
});
export type SpendLimits = z.infer<typeof spendLimitsSchema>;
