import type { LabelMoveRecord } from "@shared/domain/prompt/edit-summary.ts";
import { type GuardRule, guardRuleSchema } from "@shared/domain/prompt/guard-rule.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { promptIdentitySchema } from "@shared/domain/prompt/prompt.ts";
import { promptKey } from "@shared/domain/prompt/prompt-key.ts";
import * as z from "zod";
import { type DocumentAccess, openJsonDocument } from "./json-document.ts";

/** Which project a guard is for. */
export type GuardedPlace = Pick<PromptIdentity, "library" | "connection">;

/** What projects ask for before `production` moves, and which labels were moved from here. */
export interface WritingRules {
  guardOf(place: GuardedPlace): GuardRule;
  /** @throws AppFailure `storage_failed`. */
  setGuard(place: GuardedPlace, rule: GuardRule): Promise<void>;
  /** Newest first. */
  movesOf(prompt: PromptIdentity): LabelMoveRecord[];
  noteMove(move: LabelMoveRecord): Promise<void>;
  readonly problem?: string;
}

const mostMoves = 1_000;

const moveSchema = z.strictObject({
  prompt: promptIdentitySchema,
  label: z.string(),
  from: z.string().nullable(),
  to: z.string(),
  at: z.number().int(),
  message: z.string().exactOptional(),
});
const fileSchema = z.strictObject({
  version: z.literal(1),
  guards: z.record(z.string(), guardRuleSchema.unwrap()),
  moves: z.array(moveSchema),
});
type RulesFile = z.infer<typeof fileSchema>;

/** @throws AppFailure `storage_failed` when the file is there and cannot be read. */
export async function openWritingRules(path: string, access: DocumentAccess = "write"): Promise<WritingRules> {
  const empty: RulesFile = { version: 1, guards: {}, moves: [] };
  const document = await openJsonDocument(path, fileSchema, empty, access);
  return {
    guardOf(place) {
      const { guards } = document.get();
      const key = placeKey(place);
      return Object.hasOwn(guards, key) ? (guards[key] ?? null) : null;
    },
    async setGuard(place, rule) {
      const { [placeKey(place)]: _before, ...others } = document.get().guards;
      const guards = rule === null ? others : { ...others, [placeKey(place)]: rule };
      await document.set({ ...document.get(), guards });
    },
    movesOf(prompt) {
      const key = promptKey(prompt);
      return document.get().moves.filter((move) => promptKey(move.prompt) === key);
    },
    async noteMove(move) {
      await document.set({ ...document.get(), moves: [move, ...document.get().moves].slice(0, mostMoves) });
    },
    ...(document.problem === undefined ? {} : { problem: document.problem }),
  };
}

const placeKey = ({ library, connection }: GuardedPlace) =>
  connection === undefined ? library : `${library}@${connection}`;
