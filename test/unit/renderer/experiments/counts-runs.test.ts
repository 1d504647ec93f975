import { expect, it } from "vitest";
import { initStores } from "../../../../renderer/stores/client.ts";
import { useExperiment } from "../../../../renderer/stores/experiments/experiment.ts";
import { createFakeClient } from "../../../fakes/routes/client.ts";

// The bar at the bottom said "0 runs recorded" after an experiment of 80 calls.
it("asks how many runs are kept when an experiment comes to a halt, and not before", () => {
  const fake = createFakeClient({ "history.status": { runs: 80 } as never });
  initStores(fake.client);
  const put = (state: string, scoring = 0) =>
    useExperiment.setState({ progress: { summary: { state }, scoring } as never });
  put("running");
  put("running");
  expect(fake.inputsOf("history.status")).toHaveLength(0);
  put("paused");
  put("done");
  expect(fake.inputsOf("history.status")).toHaveLength(1);
  // Judges of reused answers are asked when it is done already.
  put("done", 60);
  put("done", 3);
  expect(fake.inputsOf("history.status")).toHaveLength(1);
  put("done");
  expect(fake.inputsOf("history.status")).toHaveLength(2);
});
