import type { JoinHow } from "@shared/domain/experiment/experiment-setup.ts";
import type { ExperimentSummary } from "@shared/domain/experiment/experiment-summary.ts";
import type { GridColumns } from "@shared/domain/experiment/grid.ts";
import { Database, Ellipsis, Pause, Play } from "lucide-react";
import { useApp } from "../../../stores/app.ts";
import { useExperiment } from "../../../stores/experiments/experiment.ts";
import { useExperimentView } from "../../../stores/experiments/experiment-view.ts";
import { takeUpAgain } from "../../../stores/experiments/setup/take-up-again.ts";
import { commandsOf, offerCommands } from "../../../stores/view-commands.ts";
import { Button } from "../../../ui/Button.tsx";
import { Chip } from "../../../ui/Chip.tsx";
import { formatCount, plural } from "../../../ui/figures.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Menu, type MenuEntry } from "../../../ui/Menu.tsx";
import { SegmentedControl } from "../../../ui/SegmentedControl.tsx";
import { useWhileShown } from "../../../ui/use-while-shown.ts";
import { ViewHeader } from "../../../ui/ViewHeader.tsx";
import styles from "./ExperimentPage.module.css";
import { ExportMenu } from "./ExportMenu.tsx";
import { pauseAction } from "./pause-action.ts";

export type PageTab = "grid" | "setup" | "log";

interface ExperimentHeaderProps {
  title: string;
  /** Null until the engine has told how it stands. */
  summary: ExperimentSummary | null;
  columns: GridColumns | null;
  tab: PageTab;
  onTab(tab: PageTab): void;
  onResend(): void;
}

/** What the experiment is, which part of it is shown, and what can be done with it. */
export function ExperimentHeader({ title, summary, columns, tab, onTab, onResend }: ExperimentHeaderProps) {
  const { act, fail } = useExperiment.getState();
  const pause = summary && pauseAction(summary);
  const isPass = summary?.isPass === true;
  const entries = summary ? entriesOf(summary, onResend) : [];
  const offered = pause
    ? [{ id: pause.act, label: pause.label, onSelect: () => void act(pause.act) }, ...entries]
    : entries;
  useWhileShown(offerCommands, commandsOf("Experiment", offered));
  return (
    <ViewHeader
      title={title}
      back={{
        label: isPass ? "Back to the playground" : "Back to the experiments",
        onGo() {
          useExperimentView.getState().showList();
          if (isPass) useApp.getState().show("playground");
        },
      }}
      beside={columns && <About columns={columns} isPass={isPass} />}
    >
      <SegmentedControl
        label="Part of the experiment"
        value={tab}
        segments={[
          { value: "grid", label: "Grid" },
          // A run over inputs has its set-up in the playground.
          ...(isPass ? [] : [{ value: "setup" as const, label: "Set-up" }]),
          { value: "log", label: "Log" },
        ]}
        onChange={onTab}
      />
      {summary && <ExportMenu onError={fail} />}
      {pause && (
        <Button
          variant="primary"
          icon={pause.act === "pause" ? <Pause aria-hidden="true" size={14} /> : <Play aria-hidden="true" size={14} />}
          shortcut="space"
          title={pause.hint}
          onClick={() => void act(pause.act)}
        >
          {pause.label}
        </Button>
      )}
      {summary && (
        <Menu
          label="More of this experiment"
          align="end"
          trigger={<IconButton label="More of this experiment" icon={<Ellipsis aria-hidden="true" />} />}
          entries={entries}
        />
      )}
    </ViewHeader>
  );
}

/** How much it is, and how its answers are judged. */
function About({ columns, isPass }: { columns: GridColumns; isPass: boolean }) {
  return (
    <>
      <Chip>
        <Database aria-hidden="true" size={12} className={styles["sign"]} /> {plural(columns.rows, "row")}
      </Chip>
      {isPass ? (
        <Chip title="A run over inputs of the playground: its answers are not judged">not judged</Chip>
      ) : (
        <Chip title={columns.scores.map(({ name }) => name).join(", ")}>
          {plural(columns.scores.length, "evaluator")}
        </Chip>
      )}
    </>
  );
}

function entriesOf(summary: ExperimentSummary, onResend: () => void): MenuEntry[] {
  const { act, resend } = useExperiment.getState();
  const { counts } = summary;
  const hasEnded = summary.endedAt !== null;
  return [
    {
      id: "stop",
      label: "Stop",
      detail: "Ends what is under way; what is finished stays",
      disabled: hasEnded,
      onSelect: () => void act("stop"),
    },
    {
      id: "retry",
      label: "Retry failed",
      note: formatCount(summary.unanswered ?? counts.open),
      detail: "Sends again what never reached the provider",
      disabled: (summary.unanswered ?? counts.open) === 0,
      onSelect: () => void resend(["failed", "stopped"]),
    },
    {
      id: "resend",
      label: "Resend uncertain…",
      note: formatCount(counts.uncertain),
      detail: "What may have left before a crash; they are named first",
      disabled: counts.uncertain === 0,
      onSelect: onResend,
    },
    {
      id: "rest",
      label: "Run the rest",
      detail: "Sends what was stopped before its turn",
      disabled: !hasEnded || counts.waiting === 0,
      onSelect: () => void resend(["stopped"]),
    },
    ...(summary.isPass ? [] : furtherEntries(summary)),
  ];
}

/** What follows an experiment: scores, additions, another one. A run over inputs judges nothing, and is none. */
function furtherEntries(summary: ExperimentSummary): MenuEntry[] {
  const { act, fail } = useExperiment.getState();
  const { jobId, title, state, owner } = summary;
  const again = (how: JoinHow) => void takeUpAgain(jobId, title, how).then((error) => error && fail(error));
  const runs = state === "running" && owner !== "none";
  return [
    {
      id: "score",
      label: "Score again",
      note: formatCount(summary.unscored ?? 0),
      detail: "Answers that a check gave no score; none of them is sent again",
      disabled: (summary.unscored ?? 0) === 0,
      onSelect: () => void act("scoreAgain"),
    },
    { id: "line", separator: true },
    {
      id: "add",
      label: "Add to it…",
      detail: "Rows, variants, repetitions or evaluators; answers that are there are not sent again",
      disabled: runs,
      onSelect: () => again("add"),
    },
    {
      id: "evaluators",
      label: "Change the evaluators…",
      detail: "A new experiment that scores the answers there are; only calls that failed are sent again",
      disabled: runs,
      onSelect: () => again("reuse"),
    },
    {
      id: "again",
      label: "Run it changed…",
      detail: "A new experiment; the very same calls take their answers from this one",
      disabled: runs,
      onSelect: () => again("reuse"),
    },
  ];
}
