import { createHash } from "node:crypto";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import type { DemoServer } from "../providers/demo/demo-server.ts";
import type { Provider } from "../providers/provider.ts";
import type { CallCredentials } from "./call-credentials.ts";
import type { ConnectionSources } from "./connection-sources.ts";
import { resolveEndpoint } from "./endpoint.ts";
import type { SecretVault } from "./secret-vault.ts";

/** Finds where a provider's requests go and with which key. */
export interface EndpointFinder {
  /** @throws AppFailure `base_url_missing`, `base_url_invalid`, `credential_missing`. */
  find(provider: Provider, call: CallCredentials): Promise<Endpoint>;
  /** From settings and environment alone. */
  configured(provider: Provider): Endpoint;
}

const demoSecretId = "demo:session";

export function createEndpointFinder(parts: {
  connections: Pick<ConnectionSources, "endpointSources">;
  vault: SecretVault;
  demoServer: DemoServer;
}): EndpointFinder {
  const { connections, vault, demoServer } = parts;

  function resolve(provider: Provider, call: CallCredentials): Endpoint {
    const registerCallKey = (value: string) => {
      // One entry for each key and not for each call, so that a program may call for ever.
      const id = `call:${createHash("sha256").update(value).digest("hex")}`;
      vault.register(id, () => value);
      return id;
    };
    return resolveEndpoint(provider, connections.endpointSources(registerCallKey), call);
  }

  /** The sample models sit behind a real loopback server; it starts with the first request that needs it. */
  async function demoEndpoint(): Promise<Endpoint> {
    const { baseUrl, key } = await demoServer.start();
    vault.register(demoSecretId, () => key);
    return {
      baseUrl,
      baseUrlSource: "demo",
      credential: { id: demoSecretId, source: "demo", variable: "PROMPTSCOPE_DEMO_KEY", hint: "…" },
    };
  }

  return {
    find: async (provider, call) => (provider.sample ? demoEndpoint() : resolve(provider, call)),
    configured: (provider) => resolve(provider, {}),
  };
}
