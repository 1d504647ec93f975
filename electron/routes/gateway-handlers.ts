import type { Engine } from "@engine/engine.ts";
import type { gatewayRoutes } from "@shared/contract/gateway-routes.ts";
import type { Routes } from "@shared/contract/routes.ts";
import type { HandlersFor } from "./dispatch.ts";
import { sequenceEvents } from "./sequence-events.ts";

type GatewayHandlers = Pick<HandlersFor<Routes>, keyof typeof gatewayRoutes>;

/** The gateway's routes. */
export function gatewayHandlers({ gateway, pictures }: Pick<Engine, "gateway" | "pictures">): GatewayHandlers {
  return {
    "gateway.status": async () => gateway.status(),
    "gateway.events": (_input, { signal }) => sequenceEvents(gateway.events(signal)),
    "gateway.start": ({ text, options }) => gateway.start(text, options),
    "gateway.stop": () => gateway.stop(),
    "gateway.check": ({ text, drift }, io) => gateway.check(text, drift, io),
    "gateway.outline": ({ text, ...options }) => gateway.outline(text, options),
    "gateway.config.get": async () => gateway.config(),
    "gateway.config.save": async (config) => {
      await gateway.saveConfig(config);
      return null;
    },
    "gateway.export": async ({ variants }, io) => gateway.export(await pictures.makeWhole(variants), io),
    "gateway.recover": ({ runId }, io) => gateway.recover(runId, io),
  };
}
