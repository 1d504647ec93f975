import type { CallCredentials } from "./credentials/call-credentials.ts";
import type { ConnectionSources } from "./credentials/connection-sources.ts";
import { createEndpointFinder, type EndpointFinder } from "./credentials/endpoint-finder.ts";
import type { SecretVault } from "./credentials/secret-vault.ts";
import { createSend } from "./http/recording-fetch.ts";
import type { PromptLibrary } from "./libraries/library.ts";
import { createLibraries, type LibraryParts, type PromptLibraries } from "./libraries/registry.ts";
import { compilePrompt } from "./pipeline/compile-prompt.ts";
import type { RunPorts } from "./pipeline/run-work.ts";
import type { Clock } from "./ports.ts";
import { createDemoServer, type DemoPace } from "./providers/demo/demo-server.ts";
import { builtInProviders, type Providers } from "./providers/registry.ts";

export interface RunCoreOptions {
  connections: ConnectionSources;
  vault: SecretVault;
  clock: Clock;
  demoPace?: DemoPace | undefined;
  /** Those Promptscope has, unless said otherwise. */
  providers?: Providers;
  local?: LibraryParts["local"];
  /** Prompt libraries besides the registered ones. */
  libraries?: readonly PromptLibrary[] | undefined;
  projects?: LibraryParts["projects"];
}

/** What every run needs, whether or not there is a profile on disk: prompts, endpoints and the one way out. */
export interface RunCore {
  endpoints: EndpointFinder;
  libraries: PromptLibraries;
  /** The ports of one run, with the credentials of the call that makes it. */
  portsFor(call?: CallCredentials): RunPorts;
  close(): Promise<void>;
}

export function createRunCore(options: RunCoreOptions): RunCore {
  const { connections, vault, clock, demoPace, providers = builtInProviders, projects } = options;
  const demoServer = createDemoServer(demoPace ? { pace: demoPace } : {});
  const endpoints = createEndpointFinder({ connections, vault, demoServer });
  const { local } = options;
  const libraries = createLibraries(
    { sources: connections.langfuseSources, secrets: vault, clock, projects, local },
    options.libraries,
  );
  return {
    endpoints,
    libraries,
    portsFor: (call = {}) => ({
      openLibrary: (id, connection) => libraries.open(id, call, connection),
      findEndpoint: (provider) => endpoints.find(provider, call),
      providers,
      compile: compilePrompt,
      createSend,
      secrets: vault,
      clock,
      ...(call.apiBase ? { apiBase: call.apiBase } : {}),
    }),
    close: () => demoServer.close(),
  };
}
