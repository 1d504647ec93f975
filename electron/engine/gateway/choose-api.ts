import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Api } from "../apis/api.ts";
import type { RoutedModel } from "../routing/model-routing.ts";
import type { ClientForm } from "./forms/client-form.ts";
import { builtInForms } from "./forms/registry.ts";

/**
 * The API a call of a form goes out in: of a chat the one its model is for, of what is only relayed the one that is this
 * form seen from the other side.
 * @throws AppFailure `invalid_input` where the model's provider has none that fits.
 */
export function chooseApi(
  form: ClientForm,
  { provider, api: named, model }: Pick<RoutedModel, "provider" | "api" | "model">,
  forms: readonly ClientForm[] = builtInForms,
): Api {
  const isRelay = form.kind !== "generate";
  const wanted = isRelay ? provider.apis.find(({ id }) => id === form.sameAs) : (named ?? provider.apis[0]);
  if (!wanted) {
    throw new AppFailure("invalid_input", {
      message: `${provider.label} is not asked at ${form.paths[0]}: ${model} answers chats.`,
      advice: `Ask it at ${pathOf(provider.apis[0], forms)}.`,
    });
  }
  const isOther = isRelay ? named !== undefined && named.id !== wanted.id : wanted.kind !== "generate";
  if (!isOther) return wanted;
  throw new AppFailure("invalid_input", {
    message: `${model} is not asked at ${form.paths[0]}.`,
    advice: `Ask it at ${pathOf(named ?? wanted, forms)}.`,
  });
}

/** Chats are asked in the first form, whatever their API. */
function pathOf(api: Api, forms: readonly ClientForm[]): string {
  const form = (api.kind !== "generate" ? forms.find(({ sameAs }) => sameAs === api.id) : undefined) ?? forms[0];
  return `POST ${form?.paths[0] ?? "/v1/chat/completions"}`;
}
