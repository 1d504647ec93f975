import type { ModelRoute } from "@shared/domain/model/model.ts";
import type { ModelPrice } from "@shared/domain/model/price.ts";
import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import type { Endpoint } from "@shared/domain/run/request-plan.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { Preferences } from "@shared/domain/settings.ts";
import type { ConnectionSettings } from "../../credentials/connection-settings.ts";
import type { Environment } from "../../credentials/environment.ts";
import type { SecretStore } from "../../credentials/secret-store.ts";
import type { SecretVault } from "../../credentials/secret-vault.ts";
import type { PromptLibraries } from "../../libraries/registry.ts";
import type { RunRegistry } from "../../pipeline/run-registry.ts";
import type { Clock } from "../../ports.ts";
import type { Provider } from "../../providers/provider.ts";
import type { Providers } from "../../providers/registry.ts";

/** What the gateway in the app has of the app. */
export interface AppGatewayPorts {
  clock: Clock;
  /** The app's version, for `/health/readiness`. */
  version: string;
  environment: Environment;
  providers: Providers;
  preferences(): Preferences;
  connectionSettings(): ConnectionSettings;
  secrets: Pick<SecretStore, "view" | "resolve">;
  vault: SecretVault;
  libraries: PromptLibraries;
  /** @throws AppFailure when the provider is not set up. */
  findEndpoint(provider: Provider): Endpoint;
  /** Starts the sample models' server when it is not running. */
  demoEndpoint(): Promise<Endpoint>;
  registry: Pick<RunRegistry, "adopt">;
  nextSequence(): number;
  findPrice(route: ModelRoute, reportedModel: string | undefined, connection?: string): ModelPrice | undefined;
  /** Fetches the prices that come with a prompt's library behind a call, so that they are here when it ends. */
  warmUpPrices(prompt: PromptRef | null): void;
  /** Of this session or from the history. @throws AppFailure `not_found`. */
  getRun(runId: string): Promise<RunRecord>;
  /** Takes a run out of the history; it can be brought back there. */
  removeRun(runId: string): Promise<void>;
  /** Versions that calls have used lately, the last one first. */
  servedVersions(): Promise<PromptRef[]>;
}
