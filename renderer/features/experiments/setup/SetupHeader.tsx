import { Copy } from "lucide-react";
import { useState } from "react";
import { asAppError, engineClient } from "../../../stores/client.ts";
import { useExperimentView } from "../../../stores/experiments/experiment-view.ts";
import { useSetup } from "../../../stores/experiments/setup/setup.ts";
import { experimentNow } from "../../../stores/experiments/setup/setup-view.ts";
import { suggestedName } from "../../../stores/experiments/setup/suggested-name.ts";
import { Button } from "../../../ui/Button.tsx";
import { Chip } from "../../../ui/Chip.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { ViewHeader } from "../../../ui/ViewHeader.tsx";
import { LoadSetup } from "./LoadSetup.tsx";
import styles from "./SetupHeader.module.css";

/** What the experiment is called, and the set-up as a file: loaded and copied. */
export function SetupHeader() {
  const name = useSetup((state) => state.draft.name);
  const draft = useSetup((state) => state.draft);
  const saveError = useSetup((state) => state.saveError);
  const change = useSetup((state) => state.change);
  return (
    <ViewHeader
      title={draft.joins?.how === "add" ? "Add to an experiment" : "New experiment"}
      id="new-experiment"
      back={{ label: "Back to the experiments", onGo: () => useExperimentView.getState().showList() }}
      beside={
        <>
          <TextField
            aria-label="Name of the experiment"
            className={styles["name"]}
            value={name}
            placeholder={suggestedName(draft)}
            maxLength={500}
            onChange={(next) => change((before) => ({ ...before, name: next }))}
          />
          {draft.sample && <Chip tone="accent">Sample</Chip>}
        </>
      }
    >
      <span className={saveError ? styles["failed"] : styles["kept"]} role={saveError ? "alert" : undefined}>
        {saveError ? `Not kept: ${saveError.message}` : "Set-up kept on this machine"}
      </span>
      <LoadSetup />
      <CopyYaml />
    </ViewHeader>
  );
}

/** Copies the whole set-up as an `experiment.yaml`, with its rows in place, or the name of the long file they stand in. */
function CopyYaml() {
  const [state, setState] = useState<string | null>(null);
  const copy = async () => {
    try {
      const { yaml } = await engineClient().call("experiments.asYaml", experimentNow());
      await navigator.clipboard.writeText(yaml);
      setState("Copied");
    } catch (thrown) {
      setState(asAppError(thrown).message);
    }
    setTimeout(() => setState(null), 2_500);
  };
  return (
    <Button icon={<Copy aria-hidden="true" />} onClick={() => void copy()}>
      <span aria-live="polite">{state ?? "Copy as YAML"}</span>
    </Button>
  );
}
