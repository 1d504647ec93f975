import type { SaveRefusal } from "../../../stores/prompts/saving.ts";
import { Notice } from "../../../ui/Notice.tsx";
import { PreviewError } from "./PreviewError.tsx";

const saveUnknown =
  "It is not known whether the version was made, and none was found yet. Nothing was sent twice; the edit is kept. Saving again looks first.";

/**
 * Why nothing was written. The edit is there as it was.
 * @param unknown what is said where nobody knows whether it was
 */
export function RefusalNotice({ outcome, unknown = saveUnknown }: { outcome: SaveRefusal; unknown?: string }) {
  switch (outcome.kind) {
    case "guarded":
      return (
        <Notice tone="warn">
          {outcome.needs === "message" ? "Say why production moves." : "Type the prompt's name to move production."}
        </Notice>
      );
    case "problems":
      return <Notice tone="warn">{outcome.problems.map(({ message }) => message).join(" ")}</Notice>;
    case "refused":
      return <PreviewError error={outcome.error} />;
    case "unknown":
      return (
        <>
          <PreviewError error={outcome.error} />
          <Notice tone="warn">{unknown}</Notice>
        </>
      );
  }
}
