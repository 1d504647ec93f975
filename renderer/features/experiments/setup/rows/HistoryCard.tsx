import type { RunsSource } from "@shared/domain/experiment/dataset-source.ts";
import { promptLibraryKeys } from "@shared/domain/experiment/source-of-prompt.ts";
import { usualRuns } from "@shared/domain/experiment/usual-runs.ts";
import type { PromptIdentity } from "@shared/domain/prompt/prompt.ts";
import { History } from "lucide-react";
import { useState } from "react";
import { promptsOf, useRowsSources } from "../../../../stores/experiments/setup/rows-sources.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { useSetupPrompts } from "../../../../stores/experiments/setup/setup-prompts.ts";
import { Button } from "../../../../ui/Button.tsx";
import { Field } from "../../../../ui/Field.tsx";
import { NumberField } from "../../../../ui/NumberField.tsx";
import { Popover } from "../../../../ui/Popover.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { TextField } from "../../../../ui/TextField.tsx";
import styles from "./Rows.module.css";
import { SourceCard, type SourceCardProps } from "./SourceCard.tsx";

/** Runs of the history and calls of the gateway as rows: which of them, by a filter. */
export function HistoryCard(card: Pick<SourceCardProps, "note" | "chosen">) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      label="Runs of the history"
      open={open}
      onOpenChange={setOpen}
      trigger={<SourceCard {...card} icon={<History aria-hidden="true" />} title="History" />}
    >
      <HistoryForm onDone={() => setOpen(false)} />
    </Popover>
  );
}

const anyPrompt = "";
const cameBy = [
  { value: "any", label: "the app and the gateway" },
  { value: "app", label: "the app" },
  { value: "gateway", label: "the gateway" },
];
const ratings = [
  { value: "0", label: "any or none" },
  ...[1, 2, 3, 4, 5].map((stars) => ({
    value: String(stars),
    label: stars === 5 ? "5 stars" : `${stars} stars or more`,
  })),
];

/** What is left empty does not filter. */
function HistoryForm({ onDone }: { onDone(): void }) {
  const variants = useSetup((state) => state.draft.variants);
  const views = useSetupPrompts((state) => state.views);
  const prompts = promptsOf(variants, views);
  const [prompt, setPrompt] = useState(prompts[0] ? JSON.stringify(prompts[0]) : anyPrompt);
  const [by, setBy] = useState("any");
  const [model, setModel] = useState("");
  const [words, setWords] = useState("");
  const [stars, setStars] = useState("0");
  const [since, setSince] = useState("");
  const [until, setUntil] = useState("");
  const [most, setMost] = useState<number | null>(usualRuns);
  const times = { since: timeOf(since), until: timeOf(until) };
  const isWrong = times.since === null || times.until === null || most === null;
  const take = () => {
    const chosen = prompts.find((one) => JSON.stringify(one) === prompt);
    const source: RunsSource = {
      ...(chosen ? namesOf(chosen) : {}),
      ...(by === "any" ? {} : { gateway: by === "gateway" }),
      ...(model.trim() === "" ? {} : { model: model.trim() }),
      ...(words.trim() === "" ? {} : { text: words.trim() }),
      ...(stars === "0" ? {} : { min_rating: Number(stars) }),
      ...(times.since ? { since: times.since } : {}),
      ...(times.until ? { until: times.until } : {}),
      ...(most === null ? {} : { most }),
    };
    onDone();
    void useRowsSources.getState().takeRuns(source, chosen?.name ?? "History");
  };
  return (
    <form
      className={styles["datasetForm"]}
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWrong) take();
      }}
    >
      <Field label="Of the prompt">
        {(control) => (
          <Select
            {...control}
            autoFocus
            value={prompt}
            options={[
              ...prompts.map((one) => ({ value: JSON.stringify(one), label: one.name })),
              { value: anyPrompt, label: "any prompt, or none" },
            ]}
            onChange={setPrompt}
          />
        )}
      </Field>
      <Field label="Came by">{(control) => <Select {...control} value={by} options={cameBy} onChange={setBy} />}</Field>
      <Field label="Model" note="empty for all">
        {(control) => <TextField {...control} mono value={model} placeholder="gpt-6-luna" onChange={setModel} />}
      </Field>
      <Field label="With the words" note="in values, messages or answer">
        {(control) => <TextField {...control} value={words} onChange={setWords} />}
      </Field>
      <Field label="Rated">
        {(control) => <Select {...control} value={stars} options={ratings} onChange={setStars} />}
      </Field>
      <div className={styles["pair"]}>
        <Field label="Since" error={times.since === null ? "This is no time." : undefined}>
          {(control) => <TextField {...control} mono value={since} placeholder="2026-11-01" onChange={setSince} />}
        </Field>
        <Field label="Until" error={times.until === null ? "This is no time." : undefined}>
          {(control) => <TextField {...control} mono value={until} placeholder="now" onChange={setUntil} />}
        </Field>
      </div>
      <div className={styles["datasetLine"]}>
        <span className={styles["nowrap"]}>The newest</span>
        <NumberField aria-label="How many runs at most" value={most} integer min={1} max={10_000} onChange={setMost} />
        <span className={styles["space"]} />
        <Button type="submit" variant="primary" size="small" disabled={isWrong}>
          Take them
        </Button>
      </div>
    </form>
  );
}

/** As a file names it. */
function namesOf({ library, connection, name }: PromptIdentity): RunsSource {
  const key = promptLibraryKeys.find((one) => one === library);
  return {
    ...(key ? { [key]: name } : {}),
    ...(connection === undefined || connection === null ? {} : { connection }),
  };
}

/** Undefined where nothing is typed, null where it is no time. */
function timeOf(text: string): string | undefined | null {
  if (text.trim() === "") return undefined;
  const time = new Date(text.trim());
  return Number.isNaN(time.getTime()) ? null : time.toISOString();
}
