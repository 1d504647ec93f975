import type { AppError } from "@shared/domain/error/error.ts";
import type { GuardRule } from "@shared/domain/prompt/guard-rule.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import type {
  DeleteVersionRequest,
  MoveLabelRequest,
  RemovePromptRequest,
  SaveRequest,
} from "@shared/domain/prompt/save.ts";
import type {
  DeleteCheck,
  DeleteVersionOutcome,
  MetByEdit,
  MoveLabelOutcome,
  RemoveOutcome,
  SaveCheck,
  SaveOutcome,
  WithExchanges,
} from "@shared/domain/prompt/save-outcome.ts";
import type { CallIo, Clock } from "../../ports.ts";
import type { PromptLibraries } from "../registry.ts";
import { checkDelete, deleteVersion } from "./delete-version.ts";
import { moveLabel } from "./move-label.ts";
import { collectExchanges, openWriting, type WritingPlace } from "./open-writing.ts";
import { removePrompt } from "./remove-prompt.ts";
import { lookBefore, meetEdit, saveVersion } from "./save-version.ts";

/**
 * Writing to any prompt library. What a library does not take is an outcome, not a failure: each comes with every
 * request that led to it. Methods reject with `AppFailure` when there is nothing to write to, or the caller has gone.
 */
export interface PromptSaving {
  /** What saving would do and meet; changes nothing. */
  check(request: SaveRequest, io: CallIo): Promise<SaveCheck>;
  /** Whether somebody else saved since the edit began, and what both made of it; changes nothing. */
  meet(request: SaveRequest, io: CallIo): Promise<MetByEdit>;
  save(request: SaveRequest, io: CallIo): Promise<WithExchanges<SaveOutcome>>;
  moveLabel(request: MoveLabelRequest, io: CallIo): Promise<WithExchanges<MoveLabelOutcome>>;
  checkDelete(request: Pick<DeleteVersionRequest, "prompt" | "version">, io: CallIo): Promise<DeleteCheck>;
  deleteVersion(request: DeleteVersionRequest, io: CallIo): Promise<WithExchanges<DeleteVersionOutcome>>;
  /** Takes a prompt away whole; where nothing is sent anywhere, there are no exchanges. */
  remove(request: RemovePromptRequest, io: CallIo): Promise<RemoveOutcome>;
}

export interface PromptSavingOptions {
  libraries: PromptLibraries;
  clock: Clock;
  /** What a project asks for before `production` moves. */
  guardOf: (prompt: PromptIdentity) => GuardRule;
  /** Told of what was written, before it is answered. */
  onSaved?: (request: SaveRequest, prompt: PromptIdentity, outcome: SaveOutcome) => Promise<void>;
  onMoved?: (request: MoveLabelRequest, prompt: PromptIdentity, outcome: MoveLabelOutcome) => Promise<void>;
}

export function createPromptSaving(options: PromptSavingOptions): PromptSaving {
  const { libraries, clock, guardOf } = options;
  /** Places whose key may only read, as their servers said when something was written last. */
  const readOnly = new Map<string, AppError>();

  function note<Outcome extends { kind: string }>(place: WritingPlace, outcome: Outcome): Outcome {
    const key = placeKey(place);
    const error = "error" in outcome ? (outcome.error as AppError) : undefined;
    if (error?.code === "langfuse_forbidden") readOnly.set(key, error);
    else if (outcome.kind === "saved" || outcome.kind === "moved" || outcome.kind === "deleted") readOnly.delete(key);
    return outcome;
  }

  /** Opens the place, does the work, and hands over every exchange of it with what came of it. */
  async function within<T extends object>(
    prompt: PromptIdentity,
    io: CallIo,
    work: (place: WritingPlace, guard: GuardRule, io: CallIo) => Promise<T>,
  ): Promise<T & { exchanges: SaveCheck["exchanges"] }> {
    const place = openWriting(libraries, prompt);
    const { exchanges, onExchange } = collectExchanges();
    const told = (exchange: SaveCheck["exchanges"][number]) => {
      onExchange(exchange);
      io.onExchange?.(exchange);
    };
    const done = await work(place, guardOf(place.prompt), { signal: io.signal, onExchange: told });
    return { ...done, exchanges };
  }

  return {
    check: (request, io) =>
      within(identityOf(request.edit.base), io, async (place, guard, watched) => ({
        ...(await lookBefore(place, request, watched)),
        lookedAt: clock.now(),
        guard,
        writeRefused: readOnly.get(placeKey(place)) ?? null,
      })),
    meet: (request, io) => meetEdit(openWriting(libraries, identityOf(request.edit.base)), request, io),
    save: (request, io) =>
      within(identityOf(request.edit.base), io, async (place, guard, watched) => {
        const outcome = note(place, await saveVersion(place, request, guard, watched));
        await options.onSaved?.(request, place.prompt, outcome);
        return { outcome };
      }),
    moveLabel: (request, io) =>
      within(request.prompt, io, async (place, guard, watched) => {
        const outcome = note(place, await moveLabel(place, request, guard, watched));
        await options.onMoved?.(request, place.prompt, outcome);
        return { outcome };
      }),
    checkDelete: (request, io) =>
      within(request.prompt, io, (place, guard, watched) => checkDelete(place, request, guard, watched)),
    deleteVersion: (request, io) =>
      within(request.prompt, io, async (place, guard, watched) => ({
        outcome: note(place, await deleteVersion(place, request, guard, watched)),
      })),
    remove: (request, io) => removePrompt(openWriting(libraries, request.prompt), request, io),
  };
}

function placeKey({ prompt }: WritingPlace): string {
  return JSON.stringify([prompt.library, prompt.connection]);
}
