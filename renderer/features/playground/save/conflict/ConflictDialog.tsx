import { isSameText } from "@shared/domain/edit/editor-document.ts";
import type { PromptContent } from "@shared/domain/prompt/prompt.ts";
import type { SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { Play, TriangleAlert } from "lucide-react";
import { useEdits } from "../../../../stores/prompts/edits.ts";
import { mergedAs, useSaving } from "../../../../stores/prompts/saving.ts";
import { useSavesToFile } from "../../../../stores/prompts/version-name.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Dialog } from "../../../../ui/Dialog.tsx";
import { plural } from "../../../../ui/figures.ts";
import { Notice } from "../../../../ui/Notice.tsx";
import { PreviewError } from "../../errors/PreviewError.tsx";
import { RefusalNotice } from "../../errors/RefusalNotice.tsx";
import { ConfigDiff } from "../../prompt/ConfigDiff.tsx";
import { TextDiff } from "../../prompt/TextDiff.tsx";
import { promptText } from "../../prompt/version-diff.ts";
import { ShowRequests } from "../versions/ShowRequests.tsx";
import styles from "./Conflict.module.css";
import { useNewerWords } from "./newer-words.ts";
import { PlaceTable, useBegunVersion } from "./PlaceTable.tsx";
import { countPlaces, placeTitle } from "./place-text.ts";
import { runBesideEdit } from "./run-beside-edit.ts";

type Conflict = Extract<SaveOutcome, { kind: "conflict" }>;

/** Somebody saved meanwhile: what both made of each place, what goes into the version after theirs, and how it reads. */
export function ConflictDialog({ conflict }: { conflict: Conflict }) {
  const { busy, choices, labels, close, resolve, chooseOpen, error, refusal, exchanges } = useSaving();
  const name = useEdits(({ open }) => open?.base.name);
  const { places, theirs, mine, next } = conflict;
  const merged = mergedAs(conflict, choices);
  const isTheirs = merged !== null && isSameText(merged, theirs);
  const isFile = useSavesToFile();
  const version = next === null ? "a version" : versionLabel(next);
  const theirName = isFile ? "The file" : versionLabel(theirs.version);
  const { title } = useNewerWords(conflict.newer);
  const moves = labels.has("production") ? " and move production" : "";
  const open = places.flatMap((place, index) =>
    place.changedBy === "open" && choices[index] === undefined ? [placeTitle(place, conflict.begun).title] : [],
  );
  return (
    <Dialog
      open
      onClose={close}
      title={title}
      subtitle={name}
      size="table"
      footer={
        <>
          <span className={styles["waits"]} role="status">
            {open.length > 0 && (
              <>
                <TriangleAlert aria-hidden="true" />
                Open: {open.slice(0, 3).join(", ")}
                {open.length > 3 ? ` and ${open.length - 3} more` : ""}. Saving waits for{" "}
                {open.length > 1 ? "them" : "it"}.
              </>
            )}
          </span>
          <ShowRequests exchanges={exchanges} onShow={close} />
          <Button variant="ghost" onClick={close}>
            Keep as edit
          </Button>
          <Button disabled={busy !== null} onClick={() => void resolve(mine)}>
            {isFile ? "Save mine alone" : `Save mine alone as ${version}`}
          </Button>
          <Button
            icon={<Play aria-hidden="true" />}
            onClick={() => runBesideEdit([conflict.base?.version, theirs.version])}
          >
            Run all three
          </Button>
          <Button
            variant="primary"
            disabled={busy !== null || merged === null || isTheirs}
            title={
              isTheirs ? `Nothing of yours is in it: it is ${isFile ? "the file as it is" : theirName}.` : undefined
            }
            onClick={() => merged && void resolve(merged)}
          >
            {busy === "saving" ? "Saving…" : isFile ? "Save the merge" : `Save the merge as ${version}${moves}`}
          </Button>
        </>
      }
    >
      <section className={styles["conflict"]} aria-label="Conflict">
        <Summary conflict={conflict} />
        {error && <PreviewError error={error} />}
        {refusal && <RefusalNotice outcome={refusal} />}
        {open.length > 1 && (
          <div className={styles["all"]}>
            <span>{plural(open.length, "place")} to choose. Take in all of them:</span>
            <Button size="small" onClick={() => chooseOpen("theirs")}>
              {theirName}
            </Button>
            <Button size="small" onClick={() => chooseOpen("mine")}>
              Mine
            </Button>
          </div>
        )}
        {places.length > 0 ? (
          <PlaceTable conflict={conflict} />
        ) : (
          <Notice>{`${theirName} says what your edit says: there is nothing to save.`}</Notice>
        )}
        <Result conflict={conflict} merged={merged} />
      </section>
    </Dialog>
  );
}

function Summary({ conflict }: { conflict: Conflict }) {
  const choices = useSaving((state) => state.choices);
  const { base, theirs, places, newer } = conflict;
  const isFile = useSavesToFile();
  const begun = useBegunVersion(conflict);
  const { fit, open, chosen } = countPlaces(places, choices);
  const { createdAt, createdBy, commitMessage } = theirs;
  const { cameMeanwhile } = useNewerWords(newer);
  const who = createdBy === undefined || createdBy === "API" ? null : createdBy;
  const when = whenText(createdAt === undefined ? Number.NaN : Date.parse(createdAt));
  return (
    <Notice tone="warn" icon={<TriangleAlert aria-hidden="true" />}>
      <b>
        {isFile ? "The file was changed" : savedBy(who, newer, cameMeanwhile)}
        {when}
        {commitMessage ? `: “${commitMessage}”` : ""}.
      </b>{" "}
      {begun !== null && `You began at ${begun}${base ? "." : ", which is gone since; what it said is known here."}`}
      {begun === null && beginningIsLost(isFile)} Nothing has been saved or overwritten. Of{" "}
      {plural(places.length, "changed place")} {fit} fit together;{" "}
      <b>
        {open} {open === 1 ? "needs" : "need"} your choice, {chosen} {chosen === 1 ? "is" : "are"} made.
      </b>
    </Notice>
  );
}

/** A time alone is one of today. */
function whenText(at: number): string {
  if (Number.isNaN(at)) return "";
  const [time, now] = [new Date(at), new Date()];
  const isToday = time.toDateString() === now.toDateString();
  if (isToday) return ` at ${time.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" })}`;
  return ` on ${time.toLocaleString([], { dateStyle: "medium", timeStyle: "short" })}`;
}

/** Of what was there before the edit began nobody is said to have done it meanwhile. */
function savedBy(who: string | null, newer: readonly string[], cameMeanwhile: boolean): string {
  const versions = newer.map(versionLabel).join(", ");
  if (who === null && !cameMeanwhile) return `${versions} ${newer.length > 1 ? "were" : "was"} saved`;
  return `${who ?? "Somebody"} saved ${versions}`;
}

function beginningIsLost(isFile: boolean): string {
  return isFile
    ? "The text you began with is not kept any more."
    : "The version you began with is not there any more, or its number was used again.";
}

/** The version as it would be. A place that is still open stands there as they have it. */
function Result({ conflict, merged }: { conflict: Conflict; merged: PromptContent | null }) {
  const choices = useSaving((state) => state.choices);
  const isFile = useSavesToFile();
  const theirs = isFile ? "the file" : versionLabel(conflict.theirs.version);
  const shown =
    merged ??
    mergedAs(
      conflict,
      Object.fromEntries(conflict.places.map((_place, index) => [index, choices[index] ?? defaultOf(conflict, index)])),
    );
  if (!shown) return null;
  return (
    <section aria-label="Result" className={styles["result"]}>
      <h3>
        <b className={styles["strong"]}>Result</b> against {theirs}
        {merged ? "" : `; an open place as ${theirs} has it`}
      </h3>
      <div className={styles["box"]}>
        <TextDiff
          template
          title="Content"
          before={promptText(conflict.theirs.prompt)}
          after={promptText(shown.prompt)}
        />
        <div className={styles["byKey"]}>
          <ConfigDiff
            before={conflict.theirs.config}
            after={shown.config}
            names={{
              before: theirs,
              after: isFile || conflict.next === null ? "the result" : versionLabel(conflict.next),
            }}
          />
        </div>
      </div>
    </section>
  );
}

function defaultOf({ places }: Conflict, index: number): "theirs" | "mine" {
  return places[index]?.changedBy === "mine" ? "mine" : "theirs";
}
