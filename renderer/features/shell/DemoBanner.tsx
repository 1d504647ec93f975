import { FlaskConical } from "lucide-react";
import { useApp } from "../../stores/app.ts";
import { useDraft } from "../../stores/draft/draft.ts";
import { useOpenLibrary } from "../../stores/settings/libraries.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./DemoBanner.module.css";

/** Says that this is the demo workspace, with the two ways out of it. Dismissed, it stays away. */
export function DemoBanner() {
  const isDemo = useOpenLibrary()?.samples === true;
  const dismissed = useDraft((state) => state.draft.layout["demoBanner.dismissed"] === true);
  const setLayout = useDraft((state) => state.setLayout);
  const show = useApp((state) => state.show);
  if (!isDemo || dismissed) return null;
  return (
    <div className={styles["place"]}>
      <Notice
        tone="accent"
        icon={<FlaskConical aria-hidden="true" />}
        actions={
          <>
            <Button size="small" onClick={() => show("settings", "langfuse")}>
              Connect Langfuse
            </Button>
            <Button size="small" onClick={() => show("settings", "providers")}>
              Add a provider
            </Button>
          </>
        }
        onDismiss={() => setLayout("demoBanner.dismissed", true)}
      >
        You are in the demo workspace: sample prompts, sample answers, no model is called.
      </Notice>
    </div>
  );
}
