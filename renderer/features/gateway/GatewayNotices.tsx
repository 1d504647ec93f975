import { Info, KeyRound, TriangleAlert, Undo2 } from "lucide-react";
import { errorProps } from "../../stores/error-props.ts";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { Notice } from "../../ui/Notice.tsx";
import styles from "./Gateway.module.css";
import { SpendPassed } from "./SpendPassed.tsx";

/** Who may call the gateway, what did not work, and what an export cannot say. */
export function GatewayNotices() {
  const status = useGateway((state) => state.status);
  const error = useGateway((state) => state.error);
  const notes = useGateway((state) => state.notes);
  const replacedBy = useGateway((state) => state.replacedBy);
  const library = useSettings((state) => state.settings?.libraries.find(({ id }) => id === status?.prompts));
  const { forgetNotes, forgetReplaced, undoReplace } = useGateway.getState();
  const running = status?.state === "running";
  if (!running && error === null && notes.length === 0 && replacedBy === null) return null;
  return (
    <div className={styles["notices"]}>
      {error !== null && <ErrorCard {...errorProps(error)} />}
      {running && <SpendPassed />}
      {replacedBy !== null && (
        <Notice
          tone="accent"
          icon={<Undo2 aria-hidden="true" />}
          actions={
            <Button size="small" onClick={() => void undoReplace()}>
              Undo
            </Button>
          }
          onDismiss={forgetReplaced}
        >
          config.yaml is now {replacedBy}. The text before is kept until the app is closed.
        </Notice>
      )}
      {notes.length > 0 && (
        <Notice tone="warn" icon={<TriangleAlert aria-hidden="true" size={14} />} onDismiss={forgetNotes}>
          {notes.length === 1 ? (
            notes[0]
          ) : (
            <ul>
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
            </ul>
          )}
        </Notice>
      )}
      {running && (
        <Notice
          tone={status.masterKey ? "neutral" : "warn"}
          icon={status.masterKey ? <KeyRound aria-hidden="true" size={14} /> : <Info aria-hidden="true" size={14} />}
        >
          {status.masterKey
            ? "Calls need the config's master key as Authorization: Bearer. "
            : "No master key is set: any key is accepted. "}
          Only programs on this machine can call it. Prompts come from{" "}
          {library?.samples ? "the sample library" : (library?.label ?? status.prompts)};{" "}
          {status.clientMessagesMode === "replace"
            ? "a prompt replaces the client's messages."
            : "the client's messages follow the prompt."}
        </Notice>
      )}
    </div>
  );
}
