import { RadioTower } from "lucide-react";
import { useDraft } from "../../stores/draft/draft.ts";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { useOpenLibrary } from "../../stores/settings/libraries.ts";
import { Button } from "../../ui/Button.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import styles from "./Gateway.module.css";
import { sampleConfig } from "./gateway-samples.ts";
import { PlaygroundExport } from "./PlaygroundExport.tsx";

/** Before there is a config: one sentence, one button. */
export function EmptyConfig() {
  const library = useOpenLibrary();
  const open = useDraft((state) => state.draft.openPrompt);
  const begin = () => {
    const promptName = open && open.library === library?.id ? open.name : null;
    void useGateway.getState().replaceText(sampleConfig(library?.samples !== false, promptName), "a sample");
  };
  return (
    <div className={styles["empty"]}>
      <EmptyState
        icon={<RadioTower aria-hidden="true" />}
        text="Your own programs can call your prompts as models: the gateway answers like OpenAI and reads LiteLLM's config.yaml."
        action={
          <div className={styles["begin"]}>
            <Button variant="primary" onClick={begin}>
              Start with a sample config
            </Button>
            <PlaygroundExport />
          </div>
        }
      />
    </div>
  );
}
