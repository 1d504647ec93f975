import { usePreview } from "../../../stores/draft/preview.ts";
import { useFocusedVariant } from "../runs/use-variants.ts";
import { FormattedMessages } from "./FormattedMessages.tsx";
import header from "./PromptHeader.module.css";
import styles from "./PromptPanel.module.css";

/** In the place of the prompt when messages run without one. */
export function NoPrompt() {
  const variant = useFocusedVariant();
  const view = usePreview((state) => state.views[variant.id]);
  return (
    <section className={styles["panel"]} aria-label="Prompt">
      <header className={header["header"]}>
        <h1 className={header["name"]}>No prompt</h1>
        <p className={styles["without"]}>
          What is sent are the messages of each variant; edit them in its Output tab. Open a prompt from the library to
          work with its template.
        </p>
      </header>
      <FormattedMessages view={view} />
    </section>
  );
}
