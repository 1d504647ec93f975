import { useEffect, useState } from "react";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { useGatewayOutline } from "../../stores/gateway/gateway-outline.ts";
import { CodeBlock } from "../../ui/CodeBlock.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { SegmentedControl } from "../../ui/SegmentedControl.tsx";
import { type Snippet, snippets } from "./gateway-snippets.ts";
import styles from "./UseIt.module.css";

/** How programs call the gateway under the config as it is written, ready to copy. */
export function UseIt() {
  const status = useGateway((state) => state.status);
  const options = useGateway((state) => state.options);
  const problems = useGateway((state) => state.problems);
  const { outline, model, variables } = useGatewayOutline();
  const [language, setLanguage] = useState<Snippet["id"]>("curl");
  const address = status?.address ?? `http://127.0.0.1:${options.port}`;
  const models = outline?.models ?? [];

  // biome-ignore lint/correctness/useExhaustiveDependencies: problems are new whenever the text was checked again
  useEffect(
    () => void useGatewayOutline.getState().load(),
    [problems, options.model, options.promptId, status?.prompts],
  );

  const masterKey = outline?.masterKey === true;
  const all = model === null ? [] : snippets({ address, model, variables, masterKey });
  const shown = all.find(({ id }) => id === language) ?? all[0];
  return (
    <div className={styles["use"]}>
      <p>
        Set <code>OPENAI_BASE_URL</code> to <code>{address}/v1</code>
        <CopyButton text={`OPENAI_BASE_URL=${address}/v1`} label="Copy OPENAI_BASE_URL" /> in any program that speaks to
        OpenAI{models.length > 0 ? ", and name one of these as its model:" : "."}
      </p>
      {models.length > 0 && (
        <ul className={styles["models"]} aria-label="Models">
          {models.map(({ name }) => (
            <li key={name}>
              <code>{name}</code>
            </li>
          ))}
        </ul>
      )}
      {shown ? (
        <>
          <div className={styles["line"]}>
            <SegmentedControl<Snippet["id"]>
              label="Language"
              value={language}
              segments={all.map(({ id, label }) => ({ value: id, label }))}
              onChange={setLanguage}
            />
            <CopyButton text={shown.text} label={`Copy as ${shown.label}`} />
          </div>
          <CodeBlock text={shown.text} label={`Call with ${shown.label}`} />
        </>
      ) : (
        outline !== null && <p className={styles["note"]}>The config has no model to call yet.</p>
      )}
      <State running={status?.state === "running"} changed={status?.configChanged === true} />
    </div>
  );
}

function State({ running, changed }: { running: boolean; changed: boolean }) {
  if (running && !changed) return null;
  return (
    <p className={styles["note"]}>
      {running
        ? "The gateway still runs the config from before; restart it with the changes to call these."
        : "The gateway does not run yet."}
    </p>
  );
}
