import type { Engine } from "@engine/engine.ts";
import type { Routes } from "@shared/contract/routes.ts";
import type { writingRoutes } from "@shared/contract/writing-routes.ts";
import type { HandlersFor } from "./dispatch.ts";

type WritingHandlers = Pick<HandlersFor<Routes>, keyof typeof writingRoutes>;

/** The routes of edits and of what is written of them. */
export function writingHandlers({ writing }: Pick<Engine, "writing">): WritingHandlers {
  const { edits, saving, transfer, guards } = writing;
  return {
    "edits.list": async () => edits.list(),
    "edits.get": async ({ prompt }) => edits.get(prompt),
    "edits.keep": async (edit) => {
      const { kept, overtook } = await edits.keep(edit);
      return { keptAt: kept.keptAt, ...(overtook ? { overtook } : {}) };
    },
    "edits.discard": ({ prompt }) => edits.discard(prompt),
    "edits.restore": ({ prompt }) => edits.restore(prompt),

    "prompts.checkSave": (request, io) => saving.check(request, io),
    "prompts.meet": (request, io) => saving.meet(request, io),
    "prompts.save": (request, io) => saving.save(request, io),
    "prompts.moveLabel": (request, io) => saving.moveLabel(request, io),
    "prompts.labelMoves": async ({ prompt }) => guards.movesOf(prompt),
    "prompts.checkDelete": (request, io) => saving.checkDelete(request, io),
    "prompts.deleteVersion": (request, io) => saving.deleteVersion(request, io),

    "prompts.remove": (request, io) => saving.remove(request, io),

    "prompts.takeOut": ({ prompt, version }, io) => transfer.takeOut(prompt, version, io),
    "prompts.checkPutIn": (request, io) => transfer.checkPutIn(request, io),
    "prompts.putIn": (request, io) => transfer.putIn(request, io),

    "guard.get": async (place) => ({ rule: guards.guardOf(place) }),
    "guard.set": async ({ place, rule }) => {
      await guards.setGuard(place, rule);
      return { rule };
    },
  };
}
