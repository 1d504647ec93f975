import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { expect, it } from "vitest";
import { useEdits } from "../../../../renderer/stores/prompts/edits.ts";

// "Could not be kept" stood under the prompt that was opened next.
it("says of no other prompt that the edit of one could not be kept", async () => {
  useEdits.setState({ keepError: new AppFailure("connection_lost").error });
  await useEdits.getState().show(null);
  expect(useEdits.getState().keepError).toBeNull();
});
