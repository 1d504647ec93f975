import type { DiffPart } from "@shared/domain/diff/text-diff.ts";
import type { ThreeWayPlace } from "@shared/domain/diff/three-way.ts";
import type { SaveOutcome } from "@shared/domain/prompt/save-outcome.ts";
import { versionLabel, versionName } from "@shared/domain/prompt/version-text.ts";
import { useEdits } from "../../../../stores/prompts/edits.ts";
import { useSaving } from "../../../../stores/prompts/saving.ts";
import { useSavesToFile } from "../../../../stores/prompts/version-name.ts";
import { classNames } from "../../../../ui/class-names.ts";
import { TemplateText } from "../../text/TemplateText.tsx";
import styles from "./Conflict.module.css";
import { useNewerWords } from "./newer-words.ts";
import { PlaceChoices } from "./PlaceChoices.tsx";
import { cellParts, placeTitle, sideText } from "./place-text.ts";

type Conflict = Extract<SaveOutcome, { kind: "conflict" }>;

/** The places that differ, in document order: what stood there, what each made of it, and what goes into the version. */
export function PlaceTable({ conflict }: { conflict: Conflict }) {
  const { theirs, places, next } = conflict;
  const begun = useBegunVersion(conflict);
  const isFile = useSavesToFile();
  const { cameMeanwhile } = useNewerWords(conflict.newer);
  return (
    <div className={styles["box"]}>
      <table className={styles["table"]}>
        <thead>
          <tr>
            <th scope="col" className={styles["placeColumn"]}>
              Place
            </th>
            <th scope="col">
              {begun === null ? "Base" : <b className={styles["strong"]}>{begun}</b>}{" "}
              {begun === null ? "not there any more: each place is yours to choose" : "where you began"}
              {begun !== null && conflict.base === null && ", as kept here: it is gone"}
            </th>
            <th scope="col">
              <b className={styles["strong"]}>{isFile ? "The file" : versionLabel(theirs.version)}</b>{" "}
              {isFile ? "as it is now" : cameMeanwhile ? "saved meanwhile" : "the newest"}
            </th>
            <th scope="col">
              <b className={styles["strong"]}>Your edit</b> not saved
            </th>
            <th scope="col" className={styles["choiceColumn"]}>
              <b className={styles["strong"]}>
                Goes into {isFile ? "the file" : next === null ? "the version" : versionLabel(next)}
              </b>
            </th>
          </tr>
        </thead>
        <tbody>
          {places.map((place, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a place is known by its order, as its choice is
            <PlaceRow key={index} conflict={conflict} place={place} index={index} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** How the version is called that the edit began with; null where nothing is known of it. */
export function useBegunVersion({ base, baseIsKept }: Conflict): string | null {
  const version = useEdits(({ open }) => open?.base.version);
  if (base) return versionName(base.version);
  return baseIsKept && version !== undefined ? versionName(version) : null;
}

function PlaceRow({ conflict, place, index }: { conflict: Conflict; place: ThreeWayPlace; index: number }) {
  const choice = useSaving((state) => state.choices[index]);
  const { title, role, where } = placeTitle(place, conflict.begun);
  const from = useBegunVersion(conflict);
  const isFile = useSavesToFile();
  const before = sideText(place, "base");
  const isOpen = place.changedBy === "open";
  const cell = (side: "theirs" | "mine") => {
    const text = sideText(place, side);
    const isChosen = isOpen && choice === side;
    return (
      <td className={classNames(styles["cell"], isChosen && styles["chosen"])}>
        {from !== null && text === before ? (
          <span className={styles["nothing"]}>{before === null ? "nothing here" : `as in ${from}`}</span>
        ) : (
          <Parts parts={from === null ? [{ text: text ?? "nothing here", kind: "same" }] : cellParts(before, text)} />
        )}
      </td>
    );
  };
  return (
    <tr>
      <th scope="row" className={styles["place"]}>
        <span className={classNames(styles["title"], role !== undefined && styles[roleClass(role)])}>{title}</span>
        <span className={classNames(styles["quiet"], styles["where"])}>{where}</span>
      </th>
      <td className={styles["cell"]}>
        {before === null ? (
          <span className={styles["nothing"]}>nothing here</span>
        ) : (
          <Parts parts={[{ text: before, kind: "same" }]} />
        )}
      </td>
      {cell("theirs")}
      {cell("mine")}
      <td className={classNames(isOpen && choice === undefined && styles["open"])}>
        <PlaceChoices
          place={place}
          index={index}
          theirs={isFile ? "The file" : versionLabel(conflict.theirs.version)}
          name={`${title}, ${where}`}
        />
      </td>
    </tr>
  );
}

const roleClass = (role: string) =>
  role === "system" || role === "user" || role === "assistant"
    ? role
    : role.startsWith("placeholder")
      ? "gap"
      : "other";

const tags = { added: "ins", removed: "del", same: "span" } as const;

function Parts({ parts }: { parts: readonly DiffPart[] }) {
  return parts.map(({ text, kind }, index) => {
    const Tag = tags[kind];
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts of a text have no identity but their place
      <Tag key={index} className={styles[kind]}>
        <TemplateText words={[{ text }]} />
      </Tag>
    );
  });
}
