import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { GatewayFailure } from "./body/gateway-failure.ts";
import { isOfForm, notKept } from "./continue-call.ts";
import type { ClientForm } from "./forms/client-form.ts";
import { runOfItemId } from "./forms/wire/written-ids.ts";
import type { GatewayOptions } from "./gateway.ts";
import { writtenAnswer } from "./kept-answers.ts";

/**
 * A body with the items of earlier answers that it only names (`item_reference`, as the AI SDK sends whatever it was
 * answered): those that were written here are put in their place from the history, those of a server stay its own.
 * @throws GatewayFailure 400 for an item of ours that is not kept.
 */
export async function withNamedItems(
  body: JsonValue,
  form: ClientForm,
  { answers }: Pick<GatewayOptions, "answers">,
): Promise<JsonValue> {
  const { kept } = form;
  if (!kept || !isJsonObject(body)) return body;
  const ids = kept.namedItems(body).filter((id) => runOfItemId(id) !== undefined);
  if (ids.length === 0) return body;
  const refuse = (why: string) => new GatewayFailure(400, `input: ${why}`, { param: "input" });
  if (!answers) throw refuse(notKept);
  const items = new Map<string, JsonObject>();
  for (const runId of new Set(ids.flatMap((id) => runOfItemId(id) ?? []))) {
    const record = await answers.find(runId);
    if (!record || !isOfForm(record, form.id)) continue;
    for (const item of kept.itemsOf(writtenAnswer(form, record))) items.set(String(item["id"]), item);
  }
  const missing = ids.find((id) => !items.has(id));
  if (missing !== undefined) throw refuse(`the item ${missing} is not kept here, or no longer.`);
  return kept.putItems(body, items);
}
