import { expect, it } from "vitest";
import { initStores } from "../../../../renderer/stores/client.ts";
import { useExperiment } from "../../../../renderer/stores/experiments/experiment.ts";
import { createFakeClient } from "../../../fakes/routes/client.ts";

// The bar at the bottom said "0 runs recorded" after an experiment of 80 calls.
it("asks how many runs are kept when an experiment comes to a halt, and not before", () => {
  const fake = createFakeClient({ "history.status": { runs: 80 } as never });
  initStores(fake.client);
  const put = (state: string) => useExperiment.setState({ progress: { summary: { state } } as never });
  put("running");
  put("running");
  expect(fake.inputsOf("history.status")).toHaveLength(0);
  put("paused");
  put("ended");
  expect(fake.inputsOf("history.status")).toHaveLength(1);
});
