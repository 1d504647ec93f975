import * as z from "zod";
import type { ConfigProblem } from "../domain/gateway/config-problem.ts";
import type {
  GatewayConfigText,
  GatewayEvent,
  GatewayOptions,
  GatewayOutline,
  GatewayStatus,
  RecoveredCall,
} from "../domain/gateway/gateway.ts";
import { runRequestSchema } from "../domain/run/run.ts";
import { command, query, stream } from "./define.ts";

/** LiteLLM's largest configs are some hundred kilobytes. */
const configText = z.string().max(1_000_000);

const fixedModel = {
  model: z.string().min(1).max(500).exactOptional(),
  promptId: z.string().min(1).max(1_000).exactOptional(),
};

const gatewayOptionsSchema: z.ZodType<GatewayOptions> = z.strictObject({
  port: z.number().int().min(0).max(65_535),
  ...fixedModel,
  debug: z.boolean(),
});

/** A config that was written from what is set up in the playground. */
export interface ExportedConfig {
  /** Empty when nothing could be written; the notes say why. */
  text: string;
  /** What LiteLLM would do differently, in words for a person. */
  notes: string[];
}

const nothing = z.strictObject({});

/** The gateway in the app: its config, its state, its traffic. A config's keys are references to the environment. */
export const gatewayRoutes = {
  "gateway.status": query<GatewayStatus>()(nothing),
  /** State, calls and debug lines: first all that is known, then what changes. */
  "gateway.events": stream<GatewayEvent>()(nothing),
  /** Keeps text and options, then starts with them; a gateway that runs is stopped before. */
  "gateway.start": command<GatewayStatus>()(z.strictObject({ text: configText, options: gatewayOptionsSchema })),
  "gateway.stop": command<GatewayStatus>()(nothing),
  /** What is wrong with a config, and where it differs from the prompts as they are now when `drift` is asked for. */
  "gateway.check": query<ConfigProblem[]>()(z.strictObject({ text: configText, drift: z.boolean() })),
  /** What a config offers as it is written, with mistakes or without. */
  "gateway.outline": query<GatewayOutline>()(z.strictObject({ text: configText, ...fixedModel })),
  "gateway.config.get": query<GatewayConfigText>()(nothing),
  "gateway.config.save": command<null>()(z.strictObject({ text: configText, options: gatewayOptionsSchema })),
  /** The playground's variants as a config that LiteLLM loads. */
  "gateway.export": query<ExportedConfig>()(
    z.strictObject({
      variants: z
        .array(z.strictObject({ name: z.string().min(1).max(100), request: runRequestSchema }))
        .min(1)
        .max(12),
    }),
  ),
  /** The prompt and the values of a recorded call. */
  "gateway.recover": query<RecoveredCall>()(z.strictObject({ runId: z.string().min(1).max(100) })),
} as const;
