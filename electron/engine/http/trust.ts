import { readFileSync } from "node:fs";
import { lazily } from "@shared/domain/late/lazily.ts";
import { networkVariables } from "./network-variables.ts";

/**
 * TLS, loaded with the first call that needs it and not at every start. From then on this process trusts what the system
 * trusts beside what Node brings: where a company looks into TLS its certificate is in the system's store, and the browser
 * on the same machine works. `NODE_EXTRA_CA_CERTS` is Node's own; Electron takes it away from a packaged app, so
 * `PROMPTSCOPE_CA_CERTS` names such a file too.
 */
export const tls = lazily(() => {
  const module = process.getBuiltinModule("node:tls");
  try {
    const known = module.getCACertificates("default");
    const trusted = new Set(known);
    for (const certificate of module.getCACertificates("system")) trusted.add(certificate);
    for (const certificate of ownCertificates(networkVariables()["PROMPTSCOPE_CA_CERTS"])) trusted.add(certificate);
    if (trusted.size > known.length) module.setDefaultCACertificates([...trusted]);
  } catch {
    // A store that cannot be read takes nothing away: Node's own certificates count.
  }
  return module;
});

function ownCertificates(path: string | undefined): string[] {
  if (!path) return [];
  return readFileSync(path, "utf8").match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}
