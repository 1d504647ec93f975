import { useEffect, useState } from "react";
import { useGateway } from "../../stores/gateway.ts";
import { type Snippet, snippets } from "../../stores/gateway-snippets.ts";
import { useGatewayVariables } from "../../stores/gateway-variables.ts";
import { CodeBlock } from "../../ui/CodeBlock.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { SegmentedControl } from "../../ui/SegmentedControl.tsx";
import styles from "./UseIt.module.css";

/** How programs call the gateway, ready to copy. */
export function UseIt() {
  const status = useGateway((state) => state.status);
  const port = useGateway((state) => state.options.port);
  const variables = useGatewayVariables((state) => state.variables);
  const [language, setLanguage] = useState<Snippet["id"]>("curl");
  const models = status?.models ?? [];
  const address = status?.address ?? `http://127.0.0.1:${port}`;
  const state = status?.state;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another config has another prompt
  useEffect(() => void useGatewayVariables.getState().load(), [state]);

  const model = status?.options.model ?? models[0] ?? "my-langfuse-model";
  const all = snippets({ address, model, variables, masterKey: status?.masterKey === true });
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
          {models.map((name) => (
            <li key={name}>
              <code>{name}</code>
            </li>
          ))}
        </ul>
      )}
      <div className={styles["line"]}>
        <SegmentedControl<Snippet["id"]>
          label="Language"
          value={language}
          segments={all.map(({ id, label }) => ({ value: id, label }))}
          onChange={setLanguage}
        />
        {shown && <CopyButton text={shown.text} label={`Copy as ${shown.label}`} />}
      </div>
      {shown && <CodeBlock text={shown.text} label={`Call with ${shown.label}`} />}
      {state !== "running" && <p className={styles["note"]}>The gateway does not run yet.</p>}
    </div>
  );
}
