import { useVersionActs } from "../../../../stores/prompts/version-acts.ts";
import { DeleteDialog } from "./DeleteDialog.tsx";
import { LabelDialog } from "./LabelDialog.tsx";

/** What is asked of a stored version, before it is done. */
export function VersionDialogs() {
  const act = useVersionActs((state) => state.act);
  if (!act) return null;
  return act.kind === "label" ? <LabelDialog act={act} /> : <DeleteDialog act={act} />;
}
