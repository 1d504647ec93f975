import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { GuardRule } from "@shared/domain/prompt/guard-rule.ts";
import type { LibraryConnection } from "@shared/domain/prompt/library-view.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import type { GuardedOutcome } from "@shared/domain/prompt/save-outcome.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { refuseForeign } from "../found/identified-library.ts";
import type { LibraryWriting } from "../library-writing.ts";
import type { PromptLibraries } from "../registry.ts";

/** Where a prompt is written: its library's write side, and the place it is known by. */
export interface WritingPlace {
  writing: LibraryWriting;
  /** The prompt with the connection and project it is in. */
  prompt: PromptIdentity;
}

/**
 * Opens what a prompt is written to. A prompt of another connection than the one that is open is refused: in this one a
 * prompt of its name may be a stranger's.
 * @throws AppFailure `save_refused` where the library takes no writes, `prompt_not_found` for another connection,
 * and as the library's opening does.
 */
export function openWriting(libraries: PromptLibraries, prompt: PromptIdentity): WritingPlace {
  const library = libraries.find(prompt.library);
  const connection = libraries.connectionOf(prompt.library, undefined, prompt.connection);
  refuseForeign(library, connection, prompt);
  const { writing } = libraries.open(prompt.library, undefined, prompt.connection);
  if (!writing) throw new AppFailure("save_refused", { message: `${library.label} cannot be written to.` });
  return { writing, prompt: { ...placeOf(library.id, connection), name: prompt.name } };
}

function placeOf(library: string, connection: LibraryConnection | null): Omit<PromptIdentity, "name"> {
  return {
    library,
    ...(connection ? { connection: connection.id } : {}),
    ...(connection?.project ? { project: connection.project.id } : {}),
  };
}

/** The exchanges of a call, each once; it tells of one when it starts and again when it has ended. */
export function collectExchanges(): { exchanges: Exchange[]; onExchange: (exchange: Exchange) => void } {
  const exchanges: Exchange[] = [];
  return {
    exchanges,
    onExchange(exchange) {
      if (!exchanges.includes(exchange)) exchanges.push(exchange);
    },
  };
}

/** What the guard has to be told before `production` moves. */
export interface GuardAnswer {
  typedName?: string | undefined;
  message?: string | undefined;
}

/** Undefined when the labels may move. */
export function guarded(
  rule: GuardRule,
  labels: readonly string[],
  { name }: Pick<PromptIdentity, "name">,
  answer: GuardAnswer,
): GuardedOutcome | undefined {
  if (rule === null || !labels.includes("production")) return undefined;
  const isAnswered = rule === "typed-name" ? answer.typedName === name : (answer.message ?? "").trim() !== "";
  return isAnswered ? undefined : { kind: "guarded", needs: rule };
}
