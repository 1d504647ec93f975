import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { Plus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useSaving } from "../../../stores/prompts/saving.ts";
import { Button } from "../../../ui/Button.tsx";
import { Field } from "../../../ui/Field.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import styles from "./SaveDialog.module.css";

/** Langfuse's own bound for a commit message, in characters. */
const longestMessage = 500;

/** The message, which labels move to the new version, and tags. Nothing is chosen but `latest`, which the library moves. */
export function SaveSettings() {
  const { check, message, labels, tags, typedName, setMessage, setTags, setTypedName } = useSaving();
  const field = useRef<HTMLTextAreaElement>(null);
  // The dialog was opened before there was anything to fill in.
  // That of a new prompt begins with its name.
  useEffect(() => {
    if (useSaving.getState().target === null) field.current?.focus();
  }, []);
  const standing = check?.standing;
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
      <Labels />
      {labels.has("production") && check?.guard === "typed-name" && (
        <Field label="Type the prompt's name" hint="This project asks for it before production moves.">
          {(control) => <TextField {...control} value={typedName} onChange={setTypedName} />}
        </Field>
      )}
      <Field label="Tags" hint="Parted by commas. They belong to all versions of the prompt, old ones too.">
        {(control) => <TextField {...control} value={tags ?? standing?.tags.join(", ") ?? ""} onChange={setTags} />}
      </Field>
    </>
  );
}

/** Every label with what becomes of it, in words. */
function Labels() {
  const { check, labels, toggleLabel } = useSaving();
  const [added, setAdded] = useState<string[]>([]);
  const standing = check?.standing;
  const next = standing?.next ? versionLabel(standing.next) : "the new version";
  const held = standing?.labels.filter(({ label }) => label !== "latest") ?? [];
  const without = ["production", ...added].filter((label) => !held.some((one) => one.label === label));
  // Production first, whether or not any version has it.
  const offered: { label: string; version: string | null }[] = [
    ...without.map((label) => ({ label, version: null })),
    ...held,
  ].sort((a, b) => Number(b.label === "production") - Number(a.label === "production"));
  const latest = standing?.newest.version;
  return (
    <fieldset className={styles["labels"]}>
      <legend>Labels</legend>
      <div className={styles["box"]}>
        {offered.map(({ label, version }) => (
          <label key={label} className={styles["label"]}>
            <input type="checkbox" checked={labels.has(label)} onChange={() => toggleLabel(label)} />
            <span>
              {label}
              <span className={styles["from"]}>{becomes(version, labels.has(label), next)}</span>
            </span>
          </label>
        ))}
        <label className={styles["label"]}>
          <input type="checkbox" checked disabled />
          <span>
            latest
            <span className={styles["from"]}>
              {latest === undefined
                ? "always on the newest."
                : `moves from ${versionLabel(latest)} to ${next}, always.`}
            </span>
          </span>
        </label>
      </div>
      <NewLabel
        onAdd={(label) => {
          if (!offered.some((one) => one.label === label)) setAdded([...added, label]);
          if (!labels.has(label)) toggleLabel(label);
        }}
      />
    </fieldset>
  );
}

function becomes(version: string | null, isChosen: boolean, next: string): string {
  if (version === null) {
    return isChosen
      ? `is given to ${next}; it cannot be taken off again, only moved.`
      : `on no version yet. Tick to give it to ${next}.`;
  }
  const from = versionLabel(version);
  return isChosen ? `moves from ${from} to ${next}.` : `stays on ${from}. Tick to move it to ${next}.`;
}

function NewLabel({ onAdd }: { onAdd(label: string): void }) {
  const [name, setName] = useState<string | null>(null);
  if (name === null) {
    return (
      <Button size="small" variant="ghost" icon={<Plus aria-hidden="true" />} onClick={() => setName("")}>
        New label
      </Button>
    );
  }
  const add = () => {
    if (name.trim() !== "") onAdd(name.trim());
    setName(null);
  };
  return (
    <div className={styles["new"]}>
      <TextField
        aria-label="Name of the label"
        value={name}
        onChange={setName}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
          event.preventDefault();
          add();
        }}
      />
      <Button size="small" onClick={add}>
        Add
      </Button>
    </div>
  );
}
