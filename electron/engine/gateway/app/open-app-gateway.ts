import type { GatewayOptions } from "@shared/domain/gateway/gateway.ts";
import { askedTier } from "@shared/domain/model/price-rates.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import type { StreamEvent } from "@shared/domain/run/stream-event.ts";
import { costOfRun } from "../../models/cost.ts";
import type { CallFollower, GatewayCall } from "../call-record.ts";
import { createDebugLog } from "../debug-log.ts";
import type { FixedConfig } from "../fixed-model.ts";
import { createGateway, type Gateway } from "../gateway.ts";
import { createHeadlessPorts } from "../open-gateway.ts";
import { toCallRow } from "./call-row.ts";
import { configEnvironmentOf } from "./check-text.ts";
import type { GatewayFeed } from "./gateway-feed.ts";
import type { AppGatewayPorts } from "./ports.ts";
import { targetModel } from "./target-model.ts";

/**
 * A gateway with the app behind it: prompts of the chosen workspace, keys of the settings cards, and every call kept as
 * a run that can be followed and cancelled like one of the playground.
 */
export async function openAppGateway(
  { config, fixedModel }: FixedConfig,
  options: GatewayOptions,
  ports: AppGatewayPorts,
  feed: GatewayFeed,
): Promise<{ gateway: Gateway; secretValues(): readonly string[]; redact(text: string): string }> {
  const environment = configEnvironmentOf(config, ports);
  const { vault, openLibrary, redact } = createHeadlessPorts(config, environment, ports.providers);
  const { clientMessagesMode, library } = ports.preferences();
  const { connecting } = ports.libraries.find(library);
  const behindConnection = connecting !== undefined && !connecting.isOfThisMachine;
  const demo = await ports.demoEndpoint();
  const { credential } = demo;
  if (credential) vault.register(credential.id, () => ports.vault.resolve(credential.id));
  const debug = options.debug || config.verbose ? createDebugLog((text) => feed.debug(redact(text))) : undefined;
  const gateway = createGateway({
    config,
    environment,
    providers: ports.providers,
    vault,
    demo,
    // A config brings its own keys; what needs none is the same everywhere.
    openLibrary: async (credentials, id) =>
      behindConnection && id === library ? openLibrary(credentials, id) : ports.libraries.open(id, credentials),
    promptLibrary: library,
    clock: ports.clock,
    random: Math.random,
    clientMessagesMode,
    ...(fixedModel === undefined ? {} : { fixedModel }),
    nextSequence: ports.nextSequence,
    answers: {
      find: (id) => ports.getRun(id).catch(() => undefined),
      remove: ports.removeRun,
    },
    follow: (call) => followCall(call, ports),
    observe(call) {
      debug?.(call.record.exchanges);
      feed.call(toCallRow(call));
    },
  });
  return { gateway, secretValues: vault.values, redact };
}

/** Keeps a call as a run: written down before it is sent, followed by whoever looks at it. */
function followCall({ record }: GatewayCall, ports: AppGatewayPorts): CallFollower {
  const abort = new AbortController();
  const adopted = ports.registry.adopt(record, abort);
  return {
    signal: abort.signal,
    async beforeSending() {
      ports.warmUpPrices(refOf(record.request.prompt));
      nameTarget(record, ports);
      await adopted.begin();
    },
    event: (event) => adopted.tell(event.type === "end" ? withCost(event, record, ports) : event),
  };
}

/** The client's name for the model means nothing outside the config; the run names what it stood for. */
function nameTarget({ request, plan }: RunRecord, { providers }: AppGatewayPorts): void {
  if (!plan) return;
  const target = targetModel(plan.route, providers);
  if (plan.route.source === "gateway alias") request.modelOverride = target;
  else request.model = target;
}

function withCost(event: Extract<StreamEvent, { type: "end" }>, record: RunRecord, ports: AppGatewayPorts) {
  const { plan, output } = record;
  const connection = refOf(record.request.prompt)?.connection;
  const price = plan && ports.findPrice(plan.route, output.reportedModel, connection);
  const cost = costOfRun(event.metrics.usage, price, record.startedAt, plan ? askedTier(plan) : undefined);
  if (!cost) return event;
  const metrics = { ...event.metrics, cost };
  record.metrics = metrics;
  return { ...event, metrics };
}
