import { createHash } from "node:crypto";

/**
 * Names a Langfuse connection without a secret: the same address and public key give the same id on every machine.
 * A public key belongs to one project for good, so two projects never share an id.
 * @param host without a slash at its end, as `parseLangfuseHost` gives it.
 */
export function connectionId(host: string, publicKey: string): string {
  return createHash("sha256")
    .update(JSON.stringify([host, publicKey]))
    .digest("hex")
    .slice(0, 16);
}
