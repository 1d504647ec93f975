import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { SavedInput } from "@shared/domain/prompt/saved-input.ts";
import { beforeEach, describe, expect, it } from "vitest";
import { initStores } from "../../../../renderer/stores/client.ts";
import { useInputs } from "../../../../renderer/stores/inputs/inputs.ts";
import { createFakeClient } from "../../../fakes/routes/client.ts";

const input: SavedInput = { id: "1", name: "of a", variables: {}, placeholders: {} };
const [a, b] = ["a", "b"].map((name) => ({ library: "demo", name }));

describe("a saved input that was taken away", () => {
  beforeEach(() => useInputs.setState(useInputs.getInitialState(), true));

  it("is not offered to another prompt that was opened meanwhile (bringing it back saves it there)", async () => {
    const slow = Promise.withResolvers<SavedInput[]>();
    const fake = createFakeClient({
      "inputs.list": ({ prompt }) => (prompt.name === "a" ? [input] : []),
      "inputs.remove": () => slow.promise,
    });
    initStores(fake.client);
    await useInputs.getState().load(a ?? null);
    const removed = useInputs.getState().remove(input);
    await useInputs.getState().load(b ?? null);
    slow.resolve([]);
    await removed;
    expect(useInputs.getState()).toMatchObject({ removed: null, inputs: [] });
  });

  it("is not called removed when it could not be", async () => {
    const fail = () => {
      throw new AppFailure("storage_failed");
    };
    const fake = createFakeClient({ "inputs.list": [input], "inputs.remove": fail });
    initStores(fake.client);
    await useInputs.getState().load(a ?? null);
    await useInputs.getState().remove(input);
    expect(useInputs.getState()).toMatchObject({ removed: null, inputs: [input], error: { code: "storage_failed" } });
  });
});
