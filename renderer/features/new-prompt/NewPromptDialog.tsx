import { useDeferredValue, useEffect, useMemo } from "react";
import { useApp } from "../../stores/app.ts";
import { errorProps } from "../../stores/error-props.ts";
import { useNewPrompt } from "../../stores/prompts/new-prompt.ts";
import { writablePlaces } from "../../stores/prompts/writable-places.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { EmptyState } from "../../ui/EmptyState.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { BegunPreview } from "./BegunPreview.tsx";
import { type Begun, begunContent } from "./begun-content.ts";
import { blockedBy } from "./blocked-by.ts";
import styles from "./NewPrompt.module.css";
import { NewPromptFields } from "./NewPromptFields.tsx";
import { useOpenRun } from "./use-open-run.ts";

/** Where a new prompt goes, its name, and what it begins with; what becomes of a pasted request is seen at once. */
export function NewPromptDialog() {
  const state = useNewPrompt();
  const settings = useSettings((store) => store.settings);
  const places = useMemo(() => writablePlaces(settings), [settings]);
  const run = useOpenRun();
  const { source, type, place, name, look, close } = state;
  // Reading a long text may take a moment; typing goes on.
  const pasted = useDeferredValue(state.pasted);
  const begun = useMemo<Begun>(() => begunContent({ source, type, pasted, run }), [source, type, pasted, run]);
  const content = "content" in begun ? begun.content : null;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another place or name is another question
  useEffect(() => {
    if (content) look(content);
  }, [content, place, name, look]);

  const blocked = blockedBy(state, begun);
  const create = () => {
    if (blocked === null && "content" in begun) void state.create(begun.content, begun.values);
  };
  if (places.length === 0) return <NoPlace />;
  return (
    <Dialog
      open
      size="wide"
      title="New prompt"
      onClose={close}
      footer={
        <>
          <p className={styles["kept"]}>Kept on this machine until you save it.</p>
          <Button onClick={close}>Cancel</Button>
          <Button
            variant="primary"
            shortcut="mod+enter"
            disabled={blocked !== null}
            title={blocked ?? undefined}
            onClick={create}
          >
            Create
          </Button>
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the dialog's own key, from any of its fields */}
      <div
        className={styles["body"]}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          create();
        }}
      >
        <NewPromptFields places={places} hasRun={run !== null} begun={begun} onEnter={create} />
        <BegunPreview begun={begun} />
        {state.error && <ErrorCard {...errorProps(state.error)} />}
      </div>
    </Dialog>
  );
}

function NoPlace() {
  const close = useNewPrompt((state) => state.close);
  return (
    <Dialog open title="New prompt" onClose={close}>
      <EmptyState
        text="No library takes prompts yet: the samples cannot be added to. Connect a Langfuse project first."
        action={
          <Button
            variant="primary"
            data-autofocus
            onClick={() => {
              close();
              useApp.getState().show("settings", "langfuse");
            }}
          >
            Connect Langfuse
          </Button>
        }
      />
    </Dialog>
  );
}
