import { TriangleAlert } from "lucide-react";
import { useChangedOutside } from "../../../stores/prompts/changed-outside.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { useSaving } from "../../../stores/prompts/saving.ts";
import { useView } from "../../../stores/view.ts";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import styles from "./ChangedOutside.module.css";

/** Below the edit's bar: what others did since the edit began. The edit is as it was. */
export function ChangedOutside() {
  return (
    <>
      <FileChanged />
      <OtherWindow />
    </>
  );
}

/** The same prompt was typed in elsewhere, unseen here. */
function OtherWindow() {
  const overtook = useEdits((state) => state.overtook);
  const { setPromptTab, promptTab } = useView();
  if (!overtook) return null;
  return (
    <div className={styles["place"]} role="status">
      <Notice
        tone="warn"
        icon={<TriangleAlert aria-hidden="true" />}
        actions={
          promptTab !== "versions" && (
            <Button size="small" onClick={() => setPromptTab("versions")}>
              Show it
            </Button>
          )
        }
        onDismiss={() => useEdits.setState({ overtook: false })}
      >
        Another window had an edit of this prompt. It was put aside, under Versions.
      </Notice>
    </div>
  );
}

function FileChanged() {
  const change = useChangedOutside((state) => state.change);
  const isEdited = useEdits(({ open, aside }) => open?.changed === true && !aside);
  if (change === null || !isEdited) return null;
  return (
    <div className={styles["place"]} role="status">
      <Notice
        tone="warn"
        icon={<TriangleAlert aria-hidden="true" />}
        actions={
          <Button
            size="small"
            onClick={() => void (change === "gone" ? useSaving.getState().start() : useSaving.getState().meet())}
          >
            {change === "gone" ? "Save…" : "Compare both…"}
          </Button>
        }
      >
        {change === "gone"
          ? "The file is gone from the folder. Your edit is kept; saving it writes the file anew."
          : "The file was changed outside while you were editing. Your edit is kept, nothing is overwritten."}
      </Notice>
    </div>
  );
}
