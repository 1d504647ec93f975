import type { PlaceChoice, ThreeWayPlace } from "@shared/domain/diff/three-way.ts";
import { Check, TriangleAlert } from "lucide-react";
import { useId, useState } from "react";
import { useSaving } from "../../../../stores/prompts/saving.ts";
import { TextArea } from "../../../../ui/TextArea.tsx";
import styles from "./Conflict.module.css";
import { bothOf, canBeWritten, sideText, startOfWriting, writtenChoice } from "./place-text.ts";

interface PlaceChoicesProps {
  place: ThreeWayPlace;
  index: number;
  /** The version somebody saved, as it is called. */
  theirs: string;
  /** What the place is called, as no other is. */
  name: string;
}

/** What goes into the version at one place. Where one side alone changed it, that is taken; a person may say otherwise. */
export function PlaceChoices({ place, index, theirs, name }: PlaceChoicesProps) {
  const choice = useSaving((state) => state.choices[index]);
  const choose = useSaving((state) => state.choose);
  const [isAsked, setAsked] = useState(place.changedBy === "open");
  const [written, setWritten] = useState<string | null>(null);
  const group = useId();
  if (!isAsked) {
    return (
      <div className={styles["settled"]}>
        <Check aria-hidden="true" />
        <b>{place.changedBy === "both" ? "Both" : place.changedBy === "mine" ? "Mine" : theirs}</b>
        <span className={styles["explained"]}>{whoChanged(place)}</span>
        {place.changedBy !== "both" && (
          <button
            type="button"
            className={styles["otherwise"]}
            aria-label={`Choose otherwise for ${name}`}
            onClick={() => setAsked(true)}
          >
            Other…
          </button>
        )}
      </div>
    );
  }

  const both = bothOf(place);
  const inForce: PlaceChoice | undefined =
    choice ?? (place.changedBy === "theirs" || place.changedBy === "mine" ? place.changedBy : undefined);
  const write = (text: string) => {
    setWritten(text);
    choose(index, writtenChoice(place, text));
  };
  const pick = (next: PlaceChoice) => {
    setWritten(null);
    choose(index, next);
  };
  const option = (label: string, isChosen: boolean, act: () => void) => (
    <label className={styles["option"]}>
      <input type="radio" name={group} checked={isChosen} onChange={act} />
      <span>{label}</span>
    </label>
  );
  const isBoth = typeof inForce === "object" && written === null;
  return (
    <fieldset className={styles["options"]} aria-label={`Goes in at ${name}`}>
      {option(sideLabel(theirs, place, "theirs"), inForce === "theirs", () => pick("theirs"))}
      {option(sideLabel("Mine", place, "mine"), inForce === "mine", () => pick("mine"))}
      {both && option(`Both, ${theirs.replace(/^The/, "the")} first`, isBoth, () => pick(both))}
      {canBeWritten(place) && option("Write it…", written !== null, () => write(startOfWriting(place)))}
      {written !== null && (
        <TextArea mono aria-label={`Written for ${name}`} value={written} onChange={write} maxLines={4} />
      )}
      {inForce === undefined && (
        <span className={styles["ask"]}>
          <TriangleAlert aria-hidden="true" />
          {written === null ? "choose one" : "this is no JSON yet"}
        </span>
      )}
    </fieldset>
  );
}

function whoChanged({ changedBy }: ThreeWayPlace): string {
  if (changedBy === "both") return "both changed it alike";
  return changedBy === "mine" ? "only you changed it" : "only they changed it";
}

/** A short value of the config stands beside its side; longer ones are in the row. */
function sideLabel(name: string, place: ThreeWayPlace, side: "theirs" | "mine"): string {
  if (place.kind !== "config") return name;
  const text = sideText(place, side);
  if (text === null) return `${name}: not there`;
  return text.length > 14 || text.includes("\n") ? name : `${name}: ${text}`;
}
