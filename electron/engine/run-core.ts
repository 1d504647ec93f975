import type { PromptLibraryId } from "@shared/domain/prompt/prompt.ts";
import type { CallCredentials } from "./credentials/call-credentials.ts";
import type { ConnectionSources } from "./credentials/connection-sources.ts";
import { createEndpointFinder, type EndpointFinder } from "./credentials/endpoint-finder.ts";
import type { SecretVault } from "./credentials/secret-vault.ts";
import { createFetch } from "./http/recording-fetch.ts";
import { createDemoLibrary } from "./libraries/demo/demo-library.ts";
import { createLangfuseLibraries, type LangfuseLibraries } from "./libraries/langfuse/langfuse-libraries.ts";
import { compilePrompt } from "./pipeline/compile-prompt.ts";
import type { RunPorts } from "./pipeline/run-work.ts";
import type { Clock, PromptLibrary } from "./ports.ts";
import { createDemoServer, type DemoPace } from "./providers/demo/demo-server.ts";
import { builtInProviders, type Providers } from "./providers/registry.ts";

export interface RunCoreOptions {
  connections: ConnectionSources;
  vault: SecretVault;
  clock: Clock;
  demoPace?: DemoPace | undefined;
  /** Those Promptscope has, unless said otherwise. */
  providers?: Providers;
}

/** What every run needs, whether or not there is a profile on disk: prompts, endpoints and the one way out. */
export interface RunCore {
  langfuse: LangfuseLibraries;
  endpoints: EndpointFinder;
  source(id: PromptLibraryId, call?: CallCredentials): PromptLibrary;
  /** The ports of one run, with the credentials of the call that makes it. */
  portsFor(call?: CallCredentials): RunPorts;
  close(): Promise<void>;
}

export function createRunCore(options: RunCoreOptions): RunCore {
  const { connections, vault, clock, demoPace, providers = builtInProviders } = options;
  const demoServer = createDemoServer(demoPace ? { pace: demoPace } : {});
  const endpoints = createEndpointFinder({ connections, vault, demoServer });
  const demoLibrary = createDemoLibrary();
  const langfuse = createLangfuseLibraries({
    sources: connections.langfuseSources,
    createFetch,
    secrets: vault,
    clock,
  });
  const source: RunCore["source"] = (id, call) => (id === "demo" ? demoLibrary : langfuse.open(call));
  return {
    langfuse,
    endpoints,
    source,
    portsFor: (call = {}) => ({
      source: (id) => source(id, call),
      findEndpoint: (provider) => endpoints.find(provider, call),
      providers,
      compile: compilePrompt,
      createFetch,
      secrets: vault,
      clock,
      ...(call.apiBase ? { apiBase: call.apiBase } : {}),
    }),
    close: () => demoServer.close(),
  };
}
