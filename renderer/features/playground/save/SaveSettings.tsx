import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { useEffect, useRef } from "react";
import { useSaving } from "../../../stores/prompts/saving.ts";
import { Field } from "../../../ui/Field.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./SaveDialog.module.css";

/** Langfuse's own bound for a commit message, in characters. */
const longestMessage = 500;

/** The message, and which labels move to the new version. Nothing is chosen but `latest`, which the library moves. */
export function SaveSettings() {
  const { check, message, labels, typedName, setMessage, toggleLabel, setTypedName } = useSaving();
  const field = useRef<HTMLTextAreaElement>(null);
  // The dialog was opened before there was anything to fill in.
  useEffect(() => field.current?.focus(), []);
  const standing = check?.standing;
  const held = standing?.labels.filter(({ label }) => label !== "latest") ?? [];
  const offered = held.some(({ label }) => label === "production")
    ? held
    : [{ label: "production", version: null }, ...held];
  return (
    <>
      <Field
        label="Message"
        note={`${message.length}/${longestMessage}`}
        hint="What changed and why; shown with the version."
      >
        {(control) => (
          <TextArea {...control} ref={field} value={message} maxLength={longestMessage} onChange={setMessage} />
        )}
      </Field>
      <fieldset className={styles["labels"]}>
        <legend>Labels that move here</legend>
        <label className={styles["label"]}>
          <input type="checkbox" checked disabled />
          <span>latest</span>
          <span className={styles["from"]}>always</span>
        </label>
        {offered.map(({ label, version }) => (
          <label key={label} className={styles["label"]}>
            <input type="checkbox" checked={labels.has(label)} onChange={() => toggleLabel(label)} />
            <span>{label}</span>
            <span className={styles["from"]}>
              {version === null ? "on no version yet" : `from ${versionLabel(version)}`}
            </span>
          </label>
        ))}
      </fieldset>
      {labels.has("production") && check?.guard === "typed-name" && (
        <Field label="Type the prompt's name" hint="This project asks for it before production moves.">
          {(control) => <TextField {...control} value={typedName} onChange={setTypedName} />}
        </Field>
      )}
      {standing && standing.tags.length > 0 && (
        <p className={styles["quiet"]}>Tags {standing.tags.join(", ")} belong to all versions and stay.</p>
      )}
    </>
  );
}
