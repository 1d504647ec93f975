import { join } from "node:path";
import * as z from "zod";
import { type DocumentAccess, type JsonDocument, openJsonDocument } from "../store/json-document.ts";
import type { Environment } from "./environment.ts";

const projectSchema = z.strictObject({ id: z.string(), name: z.string() });
export type KnownProject = z.infer<typeof projectSchema>;

const langfuseCardSchema = z.strictObject({
  host: z.string(),
  publicKey: z.string(),
  /** Its secret key lies under host and public key; a card of before there were several has it under the host alone. */
  ownKey: z.literal(true).exactOptional(),
});
export type LangfuseCard = z.infer<typeof langfuseCardSchema>;

/** The part of the connections that is not secret, as stored in `connections.json`. */
const connectionSettingsSchema = z.strictObject({
  /** The one that is meant where none is named: by the command line, the gateway, and what was kept before there were several. */
  langfuse: langfuseCardSchema.nullable(),
  otherLangfuse: z.array(langfuseCardSchema).exactOptional(),
  /** What servers called the projects of connections when they were asked last, by the connection's id. */
  projects: z.record(z.string(), projectSchema).exactOptional(),
  providers: z.record(
    z.string(),
    z.strictObject({ baseUrl: z.string().optional(), apiVersion: z.string().optional() }),
  ),
});
export type ConnectionSettings = z.infer<typeof connectionSettingsSchema>;

export const noConnections: ConnectionSettings = { langfuse: null, providers: {} };

/** Those of a profile. @throws AppFailure `storage_failed` when the file is there and cannot be read. */
export function openConnectionSettings(
  directory: string,
  access: DocumentAccess,
): Promise<JsonDocument<ConnectionSettings>> {
  return openJsonDocument(join(directory, "connections.json"), connectionSettingsSchema, noConnections, access);
}

/** Every Langfuse connection that was set up by hand, the default first. */
export function langfuseCards({ langfuse, otherLangfuse = [] }: ConnectionSettings): LangfuseCard[] {
  return [...(langfuse ? [langfuse] : []), ...otherLangfuse];
}

/** Puts them back, the default first; without one the environment's connection is it. */
export function withLangfuseCards(
  { langfuse: _default, otherLangfuse: _others, ...rest }: ConnectionSettings,
  langfuse: LangfuseCard | null,
  others: readonly LangfuseCard[],
): ConnectionSettings {
  return { ...rest, langfuse, ...(others.length === 0 ? {} : { otherLangfuse: [...others] }) };
}

export function hasLangfuseKeys(environment: Environment): boolean {
  return ["LANGFUSE_PUBLIC_KEY", "LANGFUSE_SECRET_KEY"].every((name) => environment.get(name) !== undefined);
}

/** Some connection is the default: the environment's where none of the settings is, and without that the first of these. */
export function withDefaultCard(settings: ConnectionSettings, environment: Environment): ConnectionSettings {
  const { langfuse, otherLangfuse: [next, ...others] = [] } = settings;
  if (langfuse || !next || hasLangfuseKeys(environment)) return settings;
  return withLangfuseCards(settings, next, others);
}
