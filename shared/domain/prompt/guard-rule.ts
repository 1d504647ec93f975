import * as z from "zod";

/** What a project asks for before `production` moves; null asks for nothing. */
export const guardRuleSchema = z.enum(["typed-name", "message"]).nullable();
export type GuardRule = z.infer<typeof guardRuleSchema>;
