import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Warning } from "@shared/domain/error/error.ts";
import type { ApiOption } from "@shared/domain/run/request-plan.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import type { Api } from "../apis/api.ts";
import type { Provider } from "../providers/provider.ts";
import type { RoutedModel } from "../routing/model-routing.ts";

export interface ChosenApi {
  api: Api;
  /** Why it is this one, in words. */
  because: string;
  warnings: Warning[];
}

type Routed = Pick<RoutedModel, "api" | "provider" | "rule">;

/**
 * Which API a run is asked in: what a person chose, what the model demands or its name says, else its provider's usual one
 * (`README.md#which-api`). Texts to be embedded have an API of their own.
 * @param model as it was named, for what is said.
 * @throws AppFailure `model_unknown` where the model answers nothing of the kind, `invalid_input` for an API that its
 * provider does not speak.
 */
export function chooseApi(routed: Routed, { input, api: chosen }: RunRequest, model: string): ChosenApi {
  if (input !== undefined) return { api: embedding(routed, model), because: "texts are embedded", warnings: [] };
  const { api: demanded, provider, rule } = routed;
  if (demanded && demanded.kind !== "generate") throw answersNoChats(model);
  if (chosen !== undefined) {
    const api = provider.apis.find(({ id, kind }) => id === chosen && kind === "generate");
    if (!api) throw notSpoken(chosen, provider);
    const isOther = demanded !== undefined && demanded !== api;
    return { api, because: "chosen for this variant", warnings: isOther ? [insisted(api, demanded, model)] : [] };
  }
  if (demanded) return { api: demanded, because: rule, warnings: [] };
  const [usual] = provider.apis;
  if (usual.kind !== "generate") throw answersNoChats(model);
  return { api: usual, because: `what ${provider.label} is usually asked in`, warnings: [] };
}

/** The APIs a person can choose from. */
export function apiOptions({ apis }: Provider): ApiOption[] {
  return apis
    .filter(({ kind }) => kind === "generate")
    .map(({ id, label, betaHeader }) => ({ id, label, takesBetas: betaHeader !== undefined }));
}

/** What of the features a person asked for can be said in an API. */
export function betasFor({ betas = [] }: RunRequest, api: Api): { betas: string[]; warnings: Warning[] } {
  if (api.betaHeader !== undefined || betas.length === 0) return { betas, warnings: [] };
  const message = `${betas.join(", ")} is not sent: ${api.label} has no header for such features.`;
  return { betas: [], warnings: [{ code: "betas_not_sent", stage: "config", subject: "betas", message }] };
}

/** @throws AppFailure `model_unknown` */
function embedding({ api: named, provider }: Routed, model: string): Api {
  const wanted = named?.kind === "embed" ? named : provider.apis.find(({ kind }) => kind === "embed");
  if (wanted && (named === undefined || named === wanted)) return wanted;
  throw new AppFailure("model_unknown", {
    message: `${model} gives no embeddings${wanted ? "" : `: ${provider.label} has none`}.`,
    advice: "Choose a model for embeddings, for example openai/text-embedding-3-small.",
  });
}

function answersNoChats(model: string): AppFailure {
  return new AppFailure("model_unknown", {
    message: `${model} answers no chats.`,
    advice: "Choose a chat model; the gateway passes this one's own requests on.",
  });
}

function notSpoken(chosen: string, provider: Provider): AppFailure {
  const spoken = apiOptions(provider).map(({ label }) => label);
  return new AppFailure("invalid_input", {
    message: `${provider.label} is not asked in the API “${chosen}”.`,
    advice: `Choose ${spoken.join(" or ")} for it, or none.`,
  });
}

function insisted(api: Api, demanded: Api, model: string): Warning {
  const message = `${model} is for ${demanded.label}; it is asked in ${api.label} because that was chosen.`;
  return { code: "api_insisted", stage: "config", subject: "api", message };
}
