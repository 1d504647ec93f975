import { useDraft } from "../draft/draft.ts";
import { usePrompt } from "./prompt.ts";

/** Resolves when the prompt that is open then has been read, or could not be, and the values it brings are in the draft. */
export async function waitForPrompt(): Promise<void> {
  while (!isRead()) {
    await new Promise<void>((resolve) => {
      const stops = [usePrompt.subscribe(done), useDraft.subscribe(done)];
      function done(): void {
        for (const stop of stops) stop();
        resolve();
      }
    });
  }
  const { resolved } = usePrompt.getState();
  if (resolved?.sampleValues) useDraft.getState().offerSample(resolved.ref, resolved.sampleValues);
}

function isRead(): boolean {
  const { openPrompt } = useDraft.getState().draft;
  const { ref, loading } = usePrompt.getState();
  if (openPrompt === null) return true;
  return !loading && ref !== null && JSON.stringify(ref) === JSON.stringify(openPrompt);
}
