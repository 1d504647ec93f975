import { Play, ShieldCheck } from "lucide-react";
import { useEffect } from "react";
import { commandInfo, useCommands } from "../../../../stores/commands.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { useSetupPrompts } from "../../../../stores/experiments/setup/setup-prompts.ts";
import { experimentNow, setupProblems } from "../../../../stores/experiments/setup/setup-view.ts";
import { trialRows, useStart } from "../../../../stores/experiments/setup/start.ts";
import { joinedNow } from "../../../../stores/experiments/setup/take-up-again.ts";
import { createQuery } from "../../../../stores/query.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Spinner } from "../../../../ui/Spinner.tsx";
import { Section } from "../parts/Section.tsx";
import { useSetupView } from "../parts/use-setup-view.ts";
import styles from "./Before.module.css";
import { Forecast } from "./Forecast.tsx";
import { costOfTrial, startLabel } from "./forecast-texts.ts";
import { LeftOutDialog } from "./LeftOutDialog.tsx";
import { Limits } from "./Limits.tsx";
import { ReusedAnswers } from "./ReusedAnswers.tsx";
import { SpendOfDay } from "./SpendOfDay.tsx";

const useSetupCheck = createQuery("experiments.check");
const useSetupForecast = createQuery("experiments.forecast");
const quietMs = 500;

/** What the experiment comes to, its limits, what keeps it from starting, and the start. */
export function BeforeStart() {
  const draft = useSetup((state) => state.draft);
  const table = useSetup((state) => state.table);
  const views = useSetupPrompts((state) => state.views);
  const view = useSetupView();
  const check = useSetupCheck();
  const forecast = useSetupForecast();
  const { starting, problems: refused, error, start } = useStart();
  const seen = setupProblems(draft, view);
  const ready = seen.length === 0;
  const { ask: askCheck } = check;
  const { ask: askForecast } = forecast;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew whenever the draft, its rows or its prompts change
  useEffect(() => {
    if (!ready) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      const asked = { ...experimentNow(), ...(draft.joins ? { earlier: joinedNow() } : {}) };
      void askCheck(asked, stop.signal);
      void askForecast(asked, stop.signal);
    }, quietMs);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [draft, table, views, ready, askCheck, askForecast]);
  const found = ready && check.answer ? check.answer.problems.map(({ message }) => message) : [];
  const problems = [...new Set([...seen, ...found, ...refused.map(({ message }) => message)])];
  const canStart = ready && found.length === 0 && !starting;
  useEffect(
    () => useCommands.getState().register({ "run.start": { run: () => void start("all"), enabled: () => canStart } }),
    [canStart, start],
  );
  const told = ready && forecast.answer && "forecast" in forecast.answer ? forecast.answer.forecast : null;
  return (
    <>
      <div className={styles["scroll"]}>
        <Section number={4} title="Before you start">
          {/* Where it cannot be worked out, what keeps it from starting says why. */}
          {ready && forecast.answer === null && !forecast.error && <Spinner label="Working out what it comes to" />}
          {forecast.error && <p className={styles["quiet"]}>{forecast.error.message}</p>}
          {told && <Forecast forecast={told} draft={draft} />}
          {told && <SpendOfDay forecast={told} />}
          <Limits />
          <ReusedAnswers />
        </Section>
        {check.answer && ready && check.answer.warnings.length > 0 && (
          <ul className={styles["warnings"]} aria-label="Worth knowing">
            {check.answer.warnings.slice(0, 8).map(({ code, message }) => (
              <li key={code + message}>{message}</li>
            ))}
          </ul>
        )}
      </div>
      <div className={styles["foot"]}>
        {problems.length > 0 && (
          <ul className={styles["problems"]} aria-label="What keeps it from starting">
            {problems.slice(0, 6).map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        )}
        {(check.error ?? error) && (
          <p className={styles["problems"]} role="alert">
            {(error ?? check.error)?.message}
          </p>
        )}
        {problems.length === 0 && (
          <p className={styles["promise"]}>
            <ShieldCheck aria-hidden="true" />
            <span>
              Nothing is sent before Start. Every answer is written to disk as it ends; pause and quit are safe.
            </span>
          </p>
        )}
        <div className={styles["buttons"]}>
          {view.count > trialRows && draft.joins?.how !== "add" && (
            <Button disabled={!canStart} onClick={() => void start("trial")}>
              Try {trialRows} rows{costOfTrial(told, view.count)}
            </Button>
          )}
          <Button
            variant="primary"
            className={styles["start"]}
            icon={starting ? <Spinner label="Starting" /> : <Play aria-hidden="true" />}
            shortcut={commandInfo("run.start").shortcut}
            disabled={!canStart}
            onClick={() => void start("all")}
          >
            {startLabel(told, view.count)}
          </Button>
        </div>
      </div>
      <LeftOutDialog />
    </>
  );
}
