import type { HistoryPage, RunSummary } from "@shared/domain/run/history.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { initStores } from "../../../../renderer/stores/client.ts";
import { useHistory } from "../../../../renderer/stores/history/history.ts";
import { createFakeClient } from "../../../fakes/routes/client.ts";

const row = (id: string, sequence: number) => ({ id, sequence }) as RunSummary;

describe("reading the history anew", () => {
  beforeEach(() => useHistory.setState(useHistory.getInitialState(), true));

  // Runs end all the time, so a reading is often under way when somebody filters.
  it("gives way to a filter set meanwhile (rows of the old filter stand under the new one)", async () => {
    const slow = Promise.withResolvers<HistoryPage>();
    const fake = createFakeClient({
      "history.count": 1,
      "history.list": ({ filter }) => (filter.model === "b" ? { runs: [row("of b", 1)], next: null } : slow.promise),
    });
    initStores(fake.client);
    useHistory.setState({ fresh: true, runs: [row("of all", 2)] });
    const refreshed = useHistory.getState().refresh();
    useHistory.getState().setFilter({ model: "b" });
    await expect.poll(() => useHistory.getState().runs.map(({ id }) => id), { timeout: 20_000 }).toEqual(["of b"]);
    slow.resolve({ runs: [row("of all", 2)], next: null });
    await refreshed;
    expect(useHistory.getState().runs.map(({ id }) => id)).toEqual(["of b"]);
  });
});
