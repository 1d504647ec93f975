import { useDeferredValue } from "react";
import { useEdits } from "../../../stores/prompts/edits.ts";
import type { OpenEdit } from "../../../stores/prompts/open-edit.ts";

/** The open edit, behind the keystrokes: typing does not wait for what hangs on it. Never that of another prompt. */
export function useDeferredEdit(): OpenEdit | null {
  const open = useEdits((state) => state.open);
  const deferred = useDeferredValue(open);
  return deferred && open && deferred.key === open.key && deferred.changed === open.changed ? deferred : open;
}
