import type { PutInOutcome } from "@shared/domain/prompt/portable-prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { errorProps } from "../../stores/error-props.ts";
import { type CopyingState, useCopying } from "../../stores/prompts/copying.ts";
import { writablePlaces } from "../../stores/prompts/writable-places.ts";
import { isFileLibrary, placeText } from "../../stores/settings/libraries.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { ErrorCard } from "../../ui/ErrorCard.tsx";
import { Field } from "../../ui/Field.tsx";
import { plural } from "../../ui/figures.ts";
import { Note, NoteList } from "../../ui/NoteList.tsx";
import { PlaceField } from "../../ui/PlaceField.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { TextField } from "../../ui/TextField.tsx";
import styles from "./Transfer.module.css";

/** Where a prompt is copied to, under what name, and what is not kept there; moving takes the source away afterwards. */
export function CopyDialog() {
  const state = useCopying();
  const { prompt, busy, outcome, moved, moves, close } = state;
  if (!prompt) return null;
  const isDone = outcome?.kind === "made" || outcome?.kind === "same";
  const blocked = blockedBy(state);
  return (
    <Dialog
      open
      title={isDone ? `${moved ? "Moved" : "Copied"} ${prompt.name}` : `Copy ${prompt.name}`}
      onClose={close}
      footer={
        isDone ? (
          <Button variant="primary" data-autofocus onClick={close}>
            Done
          </Button>
        ) : (
          <>
            <Button onClick={close}>Cancel</Button>
            <Button
              variant="primary"
              disabled={blocked !== null || busy !== null}
              title={blocked ?? undefined}
              onClick={() => void state.copy()}
            >
              {busy === "writing" ? "Copying…" : moves ? "Copy, then delete the original" : "Copy"}
            </Button>
          </>
        )
      }
    >
      <div className={styles["body"]}>{isDone ? <Done outcome={outcome} /> : <Fields />}</div>
    </Dialog>
  );
}

function blockedBy({ check, taken, moves, typedName, name, message, prompt }: CopyingState): string | null {
  if (!taken) return "The prompt is being read.";
  if (name.trim() === "") return "A prompt needs a name.";
  if (!check) return "The library is being asked.";
  if (check.problems.some(({ severity }) => severity === "blocks")) return "The library cannot hold this prompt.";
  if (check.standing === "other") return "There is another prompt of this name.";
  if (moves && typedName !== prompt?.name) return "Type the name of the original to delete it.";
  if (check.guard === "typed-name" && typedName !== name.trim()) return "Type the prompt's name to give it production.";
  if (check.guard === "message" && message.trim() === "") return "Say why production is given.";
  return null;
}

function Fields() {
  const state = useCopying();
  const settings = useSettings((store) => store.settings);
  const { prompt, taken, place, name, whole, moves, typedName, message, check, busy, error, outcome, change } = state;
  const places = writablePlaces(settings);
  const from = prompt ? placeText(settings, identityOf(prompt)) : "";
  const source = settings?.libraries.find(({ id }) => id === prompt?.library);
  const isFile = isFileLibrary(settings, prompt?.library);
  const count = taken?.versions.length ?? 0;
  const newest = taken?.versions.at(-1);
  if (error && !taken) return <ErrorCard {...errorProps(error)} />;
  if (!taken || !prompt) return <Spinner label="Reading the prompt" />;
  const asksName = moves || check?.guard === "typed-name";
  return (
    <>
      <p className={styles["quiet"]}>
        From {from}: {plural(count, isFile ? "text" : "version")}
        {newest && !isFile ? `, the newest is ${versionLabel(newest.version)}` : ""}. An edit that is not saved is not
        copied.
      </p>
      <PlaceField label="To" places={places} place={place} onChange={(next) => change({ place: next })} />
      <Field
        label="Name"
        note={busy === "checking" ? <Spinner label="Asking the library" /> : undefined}
        error={check?.standing === "other" ? "There is another prompt of this name. Take another name." : undefined}
      >
        {(control) => (
          <TextField {...control} mono data-autofocus value={name} onChange={(next) => change({ name: next })} />
        )}
      </Field>
      {count > 1 && (
        <label className={styles["choice"]}>
          <input
            type="checkbox"
            checked={whole || moves}
            disabled={moves}
            onChange={({ target }) => change({ whole: target.checked })}
          />
          {isFile
            ? `All ${plural(count, "text")}, earlier ones too; else only the file as it is`
            : `All ${plural(count, "version")} with their labels and messages; else only the newest`}
        </label>
      )}
      {source?.can.deletes || source?.can.removes ? (
        <label className={styles["choice"]}>
          <input type="checkbox" checked={moves} onChange={({ target }) => change({ moves: target.checked })} />
          {source.can.removes
            ? `Move: then delete its file from ${from}; commits of a git folder stay`
            : `Move: then delete it from ${from}, which cannot be undone`}
        </label>
      ) : (
        <p className={styles["quiet"]}>{source?.label ?? "This library"} does not delete; the original stays.</p>
      )}
      {asksName && (
        <Field label={`Type ${moves ? prompt.name : name.trim()} to confirm`}>
          {(control) => (
            <TextField {...control} mono value={typedName} onChange={(next) => change({ typedName: next })} />
          )}
        </Field>
      )}
      {check?.guard === "message" && (
        <Field label="Why production is given">
          {(control) => <TextField {...control} value={message} onChange={(next) => change({ message: next })} />}
        </Field>
      )}
      <NoteList label="What is not kept">
        {check?.standing === "same" && (
          <Note tone={check.differs.length === 0 ? "good" : "lost"}>
            {check.differs.length === 0
              ? "It is there already, all of it."
              : `Its text is there already; the file there says otherwise and stays as it is: ${check.differs.join(", ")}.`}
          </Note>
        )}
        {check?.standing === "begun" && (
          <Note tone="good">{`The first ${plural(check.present, "version")} are there already; the others follow.`}</Note>
        )}
        {check?.problems.map((problem) => (
          <Note key={problem.message} tone={problem.severity === "blocks" ? "bad" : "lost"}>
            {problem.message}
          </Note>
        ))}
        {check?.problems.length === 0 && check.standing === "nothing" && (
          <Note tone="good">All of it is kept there.</Note>
        )}
      </NoteList>
      {outcome && <Failure outcome={outcome} />}
      {error && <ErrorCard {...errorProps(error)} />}
    </>
  );
}

function Done({ outcome }: { outcome: PutInOutcome }) {
  const moved = useCopying((state) => state.moved);
  return (
    <NoteList label="What was done">
      <Note tone="good">
        {outcome.kind === "made" ? `${plural(outcome.versions, "version")} written.` : "It was there already."}
      </Note>
      {moved && (
        <Note tone={moved.reason === null ? "good" : "bad"}>
          {moved.reason === null
            ? `The original is deleted (${plural(moved.deleted, "version")}).`
            : `${moved.deleted} of ${plural(moved.of, "version")} of the original are deleted. ${moved.reason}`}
        </Note>
      )}
    </NoteList>
  );
}

function Failure({ outcome }: { outcome: PutInOutcome }) {
  switch (outcome.kind) {
    case "stopped":
      return (
        <>
          <p className={styles["quiet"]}>
            {outcome.versions} of {plural(outcome.of, "version")} written. Copying again goes on behind them.
          </p>
          <ErrorCard {...errorProps(outcome.error)} />
        </>
      );
    case "exists":
      return refused("There is another prompt of this name by now.");
    case "guarded":
      return refused("The project asks for something before production is given.");
    default:
      return null;
  }
}

function refused(text: string) {
  return (
    <NoteList label="Why nothing was copied">
      <Note tone="bad">{text}</Note>
    </NoteList>
  );
}
