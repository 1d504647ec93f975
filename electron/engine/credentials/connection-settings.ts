import * as z from "zod";

/** The part of the connections that is not secret, as stored in `connections.json`. */
export const connectionSettingsSchema = z.strictObject({
  langfuse: z.strictObject({ host: z.string(), publicKey: z.string() }).nullable(),
  providers: z.record(
    z.string(),
    z.strictObject({ baseUrl: z.string().optional(), apiVersion: z.string().optional() }),
  ),
});
export type ConnectionSettings = z.infer<typeof connectionSettingsSchema>;

export const noConnections: ConnectionSettings = { langfuse: null, providers: {} };
