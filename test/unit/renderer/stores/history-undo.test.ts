import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { initStores } from "../../../../renderer/stores/client.ts";
import { useHistory } from "../../../../renderer/stores/history/history.ts";
import { createFakeClient, type FakeAnswers } from "../../../fakes/routes/client.ts";

function start(answers: FakeAnswers = {}) {
  const fake = createFakeClient({
    "history.list": { runs: [], next: null },
    "history.status": { runs: 0, bytes: 0, readOnly: false, problem: null, notices: [], unsaved: 0 },
    "history.delete": ({ runIds }) => runIds,
    "history.undoDelete": ({ runIds }) => runIds,
    ...answers,
  });
  initStores(fake.client);
  const undone = () => fake.inputsOf("history.undoDelete").map(({ runIds }) => runIds);
  return { fake, undone };
}

describe("undo of deletions", () => {
  beforeEach(() => useHistory.setState(useHistory.getInitialState(), true));

  // An undo that forgets the order brings back runs somebody has just taken away for good.
  it("brings back what was deleted last, then what was deleted before it, each once", async () => {
    const { undone } = start();
    const { remove, undoRemove } = useHistory.getState();
    await remove(["a"]);
    await remove(["b", "c"]);
    await remove(["d"]);
    await undoRemove();
    await undoRemove();
    await remove(["e"]);
    await undoRemove();
    await undoRemove();
    await undoRemove();
    expect(undone()).toEqual([["d"], ["b", "c"], ["e"], ["a"]]);
  });

  it("what was not there any more counts as no deletion", async () => {
    const { undone } = start({ "history.delete": ({ runIds }) => runIds.filter((id) => id !== "gone") });
    const { remove, undoRemove } = useHistory.getState();
    await remove(["a", "gone"]);
    await remove(["gone"]);
    await undoRemove();
    expect(undone()).toEqual([["a"]]);
  });

  it("one that failed can be tried again", async () => {
    const { fake, undone } = start({
      "history.undoDelete": () => {
        throw new AppFailure("storage_failed");
      },
    });
    const { remove, undoRemove } = useHistory.getState();
    await remove(["a"]);
    expect((await undoRemove())?.code).toBe("storage_failed");
    fake.answer({ "history.undoDelete": ({ runIds }) => runIds });
    expect(await undoRemove()).toBeNull();
    expect(undone()).toEqual([["a"], ["a"]]);
  });
});
