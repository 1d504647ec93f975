import type { PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import type { MoveLabelOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { useState } from "react";
import { usePrompt } from "../../../../stores/prompts/prompt.ts";
import { useVersionActs, type VersionAct } from "../../../../stores/prompts/version-acts.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Dialog } from "../../../../ui/Dialog.tsx";
import { Field } from "../../../../ui/Field.tsx";
import { Notice } from "../../../../ui/Notice.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { Spinner } from "../../../../ui/Spinner.tsx";
import { TextField } from "../../../../ui/TextField.tsx";
import { PreviewError } from "../../errors/PreviewError.tsx";
import { RefusalNotice } from "../../errors/RefusalNotice.tsx";
import { VersionDiff } from "../../prompt/VersionDiff.tsx";
import { GuardFields, guardWaits } from "./GuardFields.tsx";
import { ShowRequests } from "./ShowRequests.tsx";
import styles from "./VersionDialogs.module.css";

const newLabel = " new";

/** Moves one label to a version: what that changes for whoever asks for the label is shown first. */
export function LabelDialog({ act: { version, prompt } }: { act: VersionAct }) {
  const acts = useVersionActs();
  const { label, busy, error, moved, exchanges, close, move, setLabel } = acts;
  const versions = usePrompt((state) => state.versions) ?? [];
  const [named, setNamed] = useState(false);
  const owners = ownersOf(versions);
  const to = versionLabel(version);
  const from = owners.get(label) ?? null;
  const isDone = moved?.kind === "moved";
  const waits = guardWaits(acts, label === "production", prompt.name);
  const blocked = label === "" ? "Choose a label." : from === version ? `${label} is on ${to} already.` : waits;
  // Production first: it is what calls ask for.
  const offered = ["production", ...[...owners.keys()].filter((one) => one !== "production" && one !== "latest")];
  return (
    <Dialog
      open
      onClose={close}
      title={`Move a label to ${to}`}
      subtitle={prompt.name}
      size="wide"
      footer={
        <>
          <ShowRequests exchanges={exchanges} onShow={close} />
          {isDone ? (
            <Button variant="primary" data-autofocus onClick={close}>
              Done
            </Button>
          ) : (
            <>
              <Button onClick={close}>Cancel</Button>
              <Button
                variant="primary"
                disabled={busy || blocked !== null}
                title={blocked ?? undefined}
                onClick={() => void move(from)}
              >
                {moveText(label, from, to)}
              </Button>
            </>
          )}
        </>
      }
    >
      {error && <PreviewError error={error} />}
      {moved && <MoveOutcome outcome={moved} />}
      {!isDone && (
        <div className={styles["body"]}>
          <div className={styles["side"]}>
            <Field label="Label" hint="latest moves by itself: it is always on the newest version.">
              {(control) => (
                <Select
                  {...control}
                  data-autofocus
                  value={named ? newLabel : label}
                  options={[
                    { value: "", label: "Choose…" },
                    ...offered.map((one) => ({ value: one, label: ownerText(one, owners.get(one)) })),
                    { value: newLabel, label: "Another label…" },
                  ]}
                  onChange={(value) => {
                    setNamed(value === newLabel);
                    setLabel(value === newLabel ? "" : value);
                  }}
                />
              )}
            </Field>
            {named && (
              <Field label="Name of the label" hint="Small letters, digits, - _ and . only; at most 36.">
                {(control) => <TextField {...control} value={label} onChange={setLabel} />}
              </Field>
            )}
            <GuardFields guarded={label === "production"} keepsReason />
            <LastMoves label={label} />
          </div>
          <div className={styles["diff"]}>
            <WhatChanges label={label} from={from} version={version} />
            {busy && <Spinner label="Asking" />}
          </div>
        </div>
      )}
    </Dialog>
  );
}

function WhatChanges({ label, from, version }: { label: string; from: string | null; version: string }) {
  if (label === "") return <p className={styles["quiet"]}>Choose a label to see what moving it changes.</p>;
  if (from === version) return <p className={styles["quiet"]}>{`${label} is on ${versionLabel(version)} already.`}</p>;
  if (from === null) {
    return (
      <Notice tone="warn">
        No version has <b>{label}</b>. Once it is given it can be moved, but Langfuse cannot take it off again: only by
        deleting the version that has it.
      </Notice>
    );
  }
  return (
    <>
      <p className={styles["quiet"]}>
        Whoever asks for <b>{label}</b> gets {versionLabel(version)} instead of {versionLabel(from)}; callers keep a
        copy for up to 60 s.
      </p>
      <div className={styles["box"]}>
        <VersionDiff from={from} to={version} />
      </div>
    </>
  );
}

function MoveOutcome({ outcome }: { outcome: MoveLabelOutcome }) {
  const { busy, undo, act } = useVersionActs();
  switch (outcome.kind) {
    case "moved": {
      const { label, from, to } = outcome.move;
      const isBack = to !== act?.version;
      return (
        <div role="status" className={styles["done"]}>
          <p>
            <b>{label}</b> {isBack ? "is back on" : "is on"} <b>{versionLabel(to)}</b> now
            {from === null ? "" : `; it was on ${versionLabel(from)}`}.
          </p>
          {outcome.undo ? (
            <Button disabled={busy} onClick={() => void undo()}>
              {busy ? "Moving…" : `Undo: move it back to ${versionLabel(outcome.undo.version)}`}
            </Button>
          ) : (
            <p className={styles["quiet"]}>
              No version had it before, so this cannot be undone: Langfuse takes no label off. It can be moved on.
            </p>
          )}
        </div>
      );
    }
    case "unchanged":
      return <Notice>{`The label is on ${versionLabel(outcome.version)} already.`}</Notice>;
    case "conflict":
      return (
        <Notice tone="warn">
          {`Somebody moved ${outcome.label} meanwhile: it is on ${outcome.version === null ? "no version" : versionLabel(outcome.version)} now, and was left there. What moving it would change is shown anew.`}
        </Notice>
      );
    default:
      return (
        <RefusalNotice
          outcome={outcome}
          unknown="It is not known whether the label moved; it was not seen on the version. Nothing was sent twice."
        />
      );
  }
}

/** Where it was before, as far as it was moved from this machine. */
function LastMoves({ label }: { label: string }) {
  const moves = useVersionActs((state) => state.moves).filter((move) => label === "" || move.label === label);
  if (moves.length === 0) return null;
  return (
    <section aria-label="Moved from here">
      <h3 className={styles["heading"]}>Moved from here</h3>
      <ul>
        {moves.slice(0, 5).map((move) => (
          <li key={`${move.at} ${move.label}`} className={styles["quiet"]}>
            {`${move.label}: ${move.from === null ? "new" : versionLabel(move.from)} → ${versionLabel(move.to)}, ${new Date(move.at).toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}`}
            {move.message ? ` “${move.message}”` : ""}
          </li>
        ))}
      </ul>
    </section>
  );
}

function ownersOf(versions: readonly PromptVersionSummary[]): Map<string, string> {
  return new Map(versions.flatMap(({ version, labels }) => labels.map((label) => [label, version] as const)));
}

const ownerText = (label: string, owner: string | undefined) =>
  owner === undefined ? `${label} (on no version)` : `${label} (on ${versionLabel(owner)})`;

function moveText(label: string, from: string | null, to: string): string {
  if (label === "") return "Move";
  return from === null ? `Give ${label} to ${to}` : `Move ${label} from ${versionLabel(from)} to ${to}`;
}
