import { asJson } from "@shared/domain/json/as-json.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import { turnOfAnswer } from "@shared/domain/run/answer-turn.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { GatewayFailure } from "./body/gateway-failure.ts";
import { runOfId } from "./forms/wire/written-ids.ts";
import type { GatewayOptions } from "./gateway.ts";
import { readKeptId } from "./kept-id.ts";
import type { ClientCall } from "./read-call.ts";

/**
 * A call that goes on with an answer it names (`previous_response_id`): one that a provider keeps is asked for there, of the
 * very entry that gave it; of one that was written here, the conversation before is put in front.
 * @throws GatewayFailure 400 for an answer that nobody has.
 */
export async function continueCall(
  call: ClientCall,
  { answers }: Pick<GatewayOptions, "answers">,
): Promise<ClientCall> {
  const { kept } = call.form;
  const previous = kept && call.body[kept.previousKey];
  if (!kept || previous === undefined || previous === null) return call;
  const refuse = (why: string) => new GatewayFailure(400, `${kept.previousKey}: ${why}`, { param: kept.previousKey });
  if (typeof previous !== "string") throw refuse("an id is a text.");
  const ofProvider = readKeptId(previous);
  if (ofProvider) {
    const { entryId, id } = ofProvider;
    return {
      ...call,
      body: { ...call.body, [kept.previousKey]: id },
      parameters: { ...call.parameters, [kept.previousKey]: id },
      keptBy: { entryId, param: kept.previousKey },
      // Nobody else has the answer before.
      controls: { ...call.controls, disableFallbacks: true },
    };
  }
  const runId = runOfId(previous);
  // Whatever else it is, the server that is asked may know it.
  if (runId === undefined) return call;
  if (!answers) throw refuse(notKept);
  const before = await answers.find(runId);
  if (!before || !isOfForm(before, call.form.id)) throw refuse(`${previous} is not kept here, or no longer.`);
  const { [kept.previousKey]: _body, ...body } = call.body;
  const { [kept.previousKey]: _parameter, ...parameters } = call.parameters;
  return { ...call, body, parameters, messages: joined(before, call), previousId: previous };
}

export const notKept =
  "no answers are kept, since the gateway runs without a history (--no-history, or no profile of the app); send the whole conversation as input.";

/** Whether a run is an answer that a client of a form may ask for again. */
export function isOfForm({ gateway, state }: RunRecord, form: string): boolean {
  return state === "finished" && gateway?.kept === form;
}

/** Instructions are a call's own: those of the call before are not gone on with. */
function joined(before: RunRecord, { messages, instructions = 0 }: ClientCall): JsonValue[] {
  const { compiled, request, gateway, output } = before;
  const earlier: Message[] = compiled
    ? compiled.messages.map(({ message }) => message)
    : request.clientMessages.slice(gateway?.instructions ?? 0);
  const answer = turnOfAnswer(output);
  return [
    ...messages.slice(0, instructions),
    ...asJson([...earlier, ...(answer ? [answer] : [])]),
    ...messages.slice(instructions),
  ];
}
