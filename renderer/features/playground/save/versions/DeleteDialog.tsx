import type { DeleteCheck, DeleteVersionOutcome, Dependent } from "@shared/domain/prompt/save-outcome.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useVersionActs, type VersionAct } from "../../../../stores/prompts/version-acts.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Dialog } from "../../../../ui/Dialog.tsx";
import { plural } from "../../../../ui/figures.ts";
import { Notice } from "../../../../ui/Notice.tsx";
import { Spinner } from "../../../../ui/Spinner.tsx";
import { PreviewError } from "../../errors/PreviewError.tsx";
import { GuardFields, guardWaits } from "./GuardFields.tsx";
import { ShowRequests } from "./ShowRequests.tsx";
import styles from "./VersionDialogs.module.css";

/** Takes one version away, after what that breaks was told. */
export function DeleteDialog({ act: { version, prompt } }: { act: VersionAct }) {
  const acts = useVersionActs();
  const { check, busy, error, deleted, exchanges, close, remove } = acts;
  const name = versionLabel(version);
  const isDone = deleted?.kind === "deleted";
  const takesProduction = check?.lostLabels.includes("production") === true;
  const waits = guardWaits(acts, takesProduction, prompt.name);
  return (
    <Dialog
      open
      onClose={close}
      title={isDone ? "Deleted" : `Delete ${name}`}
      subtitle={prompt.name}
      footer={
        <>
          <ShowRequests exchanges={exchanges} onShow={close} />
          {isDone ? (
            <Button variant="primary" data-autofocus onClick={close}>
              Done
            </Button>
          ) : (
            <>
              <Button data-autofocus onClick={close}>
                Keep it
              </Button>
              <Button
                variant="primary"
                disabled={busy || check === null || waits !== null || deleted?.kind === "conflict"}
                title={waits ?? undefined}
                onClick={() => void remove()}
              >
                Delete {name} for good
              </Button>
            </>
          )}
        </>
      }
    >
      <div className={styles["stack"]}>
        {error && <PreviewError error={error} />}
        {deleted && <DeleteOutcome outcome={deleted} />}
        {!isDone && check && <WhatBreaks check={check} />}
        {!isDone && takesProduction && <GuardFields guarded keepsReason={false} />}
        {busy && <Spinner label={check ? "Deleting" : "Looking at what it would break"} />}
      </div>
    </Dialog>
  );
}

function WhatBreaks({ check }: { check: DeleteCheck }) {
  const { version, lostLabels, newestAfter, numberUsedAgain, dependents, looked } = check;
  const name = versionLabel(version.version);
  return (
    <ul className={styles["effects"]} aria-label="What it would break">
      {lostLabels.length > 0 ? (
        <Effect bad>{`Whoever asks for ${lostLabels.join(", ")} gets nothing any more.`}</Effect>
      ) : (
        <Effect>No label is lost.</Effect>
      )}
      {newestAfter === null ? (
        <Effect bad>It is the only version: the prompt goes with it.</Effect>
      ) : (
        version.labels.includes("latest") && <Effect>{`latest goes to ${versionLabel(newestAfter)}.`}</Effect>
      )}
      {numberUsedAgain && (
        <Effect
          bad
        >{`The next version will be called ${name} again, with another text; what was run with this one keeps its text in the history.`}</Effect>
      )}
      {dependents.length > 0 ? (
        <Effect bad>{`Prompts refer to it, so Langfuse will refuse: ${names(dependents)}.`}</Effect>
      ) : (
        <Effect>{`No prompt refers to it, of ${plural(looked.prompts, "prompt")} looked at${looked.complete ? "" : ", which are not all"}. Langfuse looks again.`}</Effect>
      )}
      <Effect bad>It cannot be brought back.</Effect>
    </ul>
  );
}

const names = (dependents: readonly Dependent[]) =>
  dependents.map(({ name, version, refersTo }) => `${name} ${versionLabel(version)} (to ${refersTo})`).join(", ");

function Effect({ bad = false, children }: { bad?: boolean; children: string }) {
  return (
    <li className={bad ? styles["bad"] : styles["good"]}>
      {bad ? <CircleAlert aria-hidden="true" /> : <CircleCheck aria-hidden="true" />}
      <span>{children}</span>
    </li>
  );
}

function DeleteOutcome({ outcome }: { outcome: DeleteVersionOutcome }) {
  switch (outcome.kind) {
    case "deleted":
      return (
        <p role="status">
          {`${versionLabel(outcome.version)} is gone; ${outcome.newest === null ? "it was the only version" : `the newest is ${versionLabel(outcome.newest)}`}.`}
        </p>
      );
    case "conflict":
      return (
        <Notice tone="warn">
          {`${versionLabel(outcome.theirs.version)} says something else by now than you saw: it was left alone. Refresh the prompt and look again.`}
        </Notice>
      );
    case "guarded":
      return (
        <Notice tone="warn">
          {outcome.needs === "message"
            ? "Say why production goes."
            : "Type the prompt's name: production goes with it."}
        </Notice>
      );
    case "refused":
      return (
        <>
          <PreviewError error={outcome.error} />
          {outcome.dependents.length > 0 && <Notice tone="warn">{`Refer to it: ${names(outcome.dependents)}.`}</Notice>}
        </>
      );
    case "unknown":
      return (
        <>
          <PreviewError error={outcome.error} />
          <Notice tone="warn">It is not known whether it was deleted; it is still seen. Nothing was sent twice.</Notice>
        </>
      );
  }
}
