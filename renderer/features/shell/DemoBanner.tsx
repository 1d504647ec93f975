import type { ProviderView } from "@shared/domain/settings.ts";
import { FlaskConical } from "lucide-react";
import { useApp } from "../../stores/app.ts";
import { useCommands } from "../../stores/commands.ts";
import { useDraft } from "../../stores/draft/draft.ts";
import { useOpenLibrary } from "../../stores/settings/libraries.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./DemoBanner.module.css";

/**
 * Says that this is the demo workspace, with the way out of it: a provider, and once one has its key a prompt of one's
 * own. Dismissed, it stays away, and comes once more when there is a key.
 */
export function DemoBanner() {
  const isDemo = useOpenLibrary()?.samples === true;
  const ready = useSettings(({ settings }) => settings?.providers.find(hasKey)?.label);
  const layoutName = ready === undefined ? "demoBanner.dismissed" : "demoBanner.ready.dismissed";
  const dismissed = useDraft((state) => state.draft.layout[layoutName] === true);
  const setLayout = useDraft((state) => state.setLayout);
  const show = useApp((state) => state.show);
  if (!isDemo || dismissed) return null;
  return (
    <div className={styles["place"]}>
      <Notice
        tone="accent"
        icon={<FlaskConical aria-hidden="true" />}
        actions={
          ready === undefined ? (
            <Button size="small" onClick={() => show("settings", "providers")}>
              Add a provider
            </Button>
          ) : (
            <Button size="small" variant="primary" onClick={() => useCommands.getState().run("prompt.new")}>
              New prompt
            </Button>
          )
        }
        onDismiss={() => setLayout(layoutName, true)}
      >
        You are in the demo workspace: sample prompts, sample answers, no model is called.
        {ready !== undefined && ` ${ready} has its key: a prompt of your own calls it.`}
      </Notice>
    </div>
  );
}

function hasKey({ key, keyRequired }: ProviderView): boolean {
  return keyRequired && key.status !== "missing" && key.status !== "locked";
}
