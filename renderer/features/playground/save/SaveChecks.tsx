import type { SaveCheck } from "@shared/domain/prompt/save-outcome.ts";
import { versionLabel, versionName } from "@shared/domain/prompt/version-text.ts";
import { CircleAlert, CircleCheck } from "lucide-react";
import { useSaving } from "../../../stores/prompts/saving.ts";
import { useSavesToFile } from "../../../stores/prompts/version-name.ts";
import { useNewerWords } from "./conflict/newer-words.ts";
import styles from "./SaveDialog.module.css";

/** What was looked at before saving. What only warns does not block. */
export function SaveChecks({ check }: { check: SaveCheck }) {
  const { acceptsChanges, acceptChanges } = useSaving();
  const { sameAs, newer, problems, writeRefused, standing } = check;
  const newest = standing?.newest.version;
  const isFile = useSavesToFile();
  const words = useNewerWords(newer);
  return (
    <section className={styles["checks"]} aria-label="Checks before saving">
      <h3>Checks</h3>
      <ul>
        {newer.length > 0 ? (
          <Line good={false}>{`${words.sentence}: saving will ask what to do.`}</Line>
        ) : (
          <Line good>
            {newest === undefined
              ? "The name is free"
              : `${isFile ? "The file is as it was when this edit began" : `${versionLabel(newest)} is still the newest version`} · looked at ${clockTime(check.lookedAt)}`}
          </Line>
        )}
        {sameAs !== null && (
          <Line good={false}>{`The same as ${versionName(sameAs, newest)}: there is nothing to save.`}</Line>
        )}
        {problems.map((problem) => (
          <Line key={`${problem.code} ${problem.path.join(".")}`} good={false}>
            {problem.message}
          </Line>
        ))}
        {problems.length === 0 && (
          <Line good>{isFile ? "The file can hold all of it" : "The library can hold all of it"}</Line>
        )}
        {writeRefused && <Line good={false}>{`This key was refused when it last wrote: ${writeRefused.message}`}</Line>}
      </ul>
      {problems.some(({ severity }) => severity === "changes") && (
        <label className={styles["label"]}>
          <input type="checkbox" checked={acceptsChanges} onChange={(event) => acceptChanges(event.target.checked)} />
          <span>Save it with these changes</span>
        </label>
      )}
    </section>
  );
}

const clockTime = (at: number) => new Date(at).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit" });

function Line({ good, children }: { good: boolean; children: string }) {
  return (
    <li className={good ? styles["good"] : styles["bad"]}>
      {good ? <CircleCheck aria-hidden="true" size={13} /> : <CircleAlert aria-hidden="true" size={13} />}
      <span>{children}</span>
    </li>
  );
}
