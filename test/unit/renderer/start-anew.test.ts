import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { emptyDraft } from "@shared/domain/prompt/draft.ts";
import { expect, it } from "vitest";
import { startAnew } from "../../../renderer/start-anew.ts";
import { initStores } from "../../../renderer/stores/client.ts";
import { useDraft } from "../../../renderer/stores/draft/draft.ts";
import { createFakeClient } from "../../fakes/routes/client.ts";

// The page was read again with the draft of before: what was typed while the host had ended was gone.
it("what could not be saved while no host answered is saved before the page is loaded again", async () => {
  const order: string[] = [];
  let isThere = false;
  initStores(
    createFakeClient({
      "draft.get": emptyDraft,
      "draft.save": async () => {
        if (!isThere) throw new AppFailure("connection_lost");
        order.push("saved");
        return null;
      },
    }).client,
  );
  await useDraft.getState().load();
  useDraft.getState().setLayout("typed", "alone");
  await useDraft.getState().flush();
  expect(useDraft.getState().saveError?.code).toBe("connection_lost");
  isThere = true;
  await startAnew(() => order.push("loaded"));
  expect(order).toEqual(["saved", "loaded"]);
});
