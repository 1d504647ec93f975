import { variantLetter, variantName } from "@shared/domain/experiment/setup/setup-draft.ts";
import { Braces, ChevronLeft, ChevronRight, ChevronsUpDown } from "lucide-react";
import { useEffect, useState } from "react";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { useSetupPrompts } from "../../../../stores/experiments/setup/setup-prompts.ts";
import { experimentOfRow } from "../../../../stores/experiments/setup/setup-view.ts";
import { useShownRow } from "../../../../stores/experiments/setup/shown-row.ts";
import { createQuery } from "../../../../stores/query.ts";
import { classNames } from "../../../../ui/class-names.ts";
import { plural } from "../../../../ui/figures.ts";
import { IconButton } from "../../../../ui/IconButton.tsx";
import { Select } from "../../../../ui/Select.tsx";
import { useSetupView } from "../parts/use-setup-view.ts";
import { shownSegments } from "./shown-segments.ts";
import styles from "./Variants.module.css";

const usePreviewOfRow = createQuery("experiments.preview");
const quietMs = 250;

const roleClass: Readonly<Record<string, string | undefined>> = {
  system: styles["system"],
  developer: styles["system"],
  user: styles["user"],
  assistant: styles["assistant"],
};

/** A row as a variant sends it: made by the engine, by the same way as a call, and stopped before it leaves. */
export function RowPreview() {
  const draft = useSetup((state) => state.draft);
  const table = useSetup((state) => state.table);
  const views = useSetupPrompts((state) => state.views);
  const { active } = useSetupView();
  const { place, variantId, step, choose } = useShownRow();
  const { answer, error, ask } = usePreviewOfRow();
  const [whole, setWhole] = useState(false);
  const [raw, setRaw] = useState(false);
  const variant = draft.variants.find(({ id }) => id === variantId) ?? draft.variants[0];
  const shown = Math.min(place, Math.max(0, active.length - 1));
  const row = active[shown];
  const name = variant ? variantName(draft, variant.id) : undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew whenever the draft, its rows or its prompts change
  useEffect(() => {
    if (row === undefined || name === undefined) return;
    const stop = new AbortController();
    const timer = setTimeout(
      () => void ask({ setup: { ...experimentOfRow(row), evaluators: [] }, row: 0, variant: name }, stop.signal),
      quietMs,
    );
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [row, name, draft, table, views, ask]);
  if (!variant || row === undefined) return null;
  const run = answer?.run;
  const messages = run?.compiled?.messages ?? [];
  const findings = answer ? [...answer.problems, ...answer.warnings] : [];
  const count = run?.compiled ? plural(messages.length, "message") : "";
  const estimate = run?.tokenEstimate?.tokens;
  const tokens = estimate === undefined ? "" : `about ${plural(estimate, "token")}`;
  return (
    <section className={styles["preview"]} aria-label={`Row ${row + 1} as it is sent`}>
      <div className={styles["previewHead"]}>
        <span className={styles["previewTitle"]}>Row {row + 1} as</span>
        <Select
          aria-label="Variant whose request is shown"
          className={styles["letterChoice"]}
          value={variant.id}
          options={draft.variants.map(({ id }, index) => ({ value: id, label: variantLetter(index) }))}
          onChange={choose}
        />
        <span className={styles["previewTitle"]}>sends it</span>
        {/* The messages stand below: beside the buttons there is room for one of both. */}
        <span className={styles["counts"]} title={[count, tokens].filter(Boolean).join(", ")}>
          {tokens || count}
        </span>
        <span className={styles["space"]} />
        <IconButton
          size="small"
          label={whole ? "Show one line of each message" : "Show the messages whole"}
          aria-pressed={whole}
          icon={<ChevronsUpDown aria-hidden="true" />}
          onClick={() => setWhole(!whole)}
        />
        <IconButton
          size="small"
          label={raw ? "Hide the request" : "Show the request"}
          aria-pressed={raw}
          icon={<Braces aria-hidden="true" />}
          disabled={!run?.wire}
          onClick={() => setRaw(!raw)}
        />
        <IconButton
          size="small"
          label="Row before"
          icon={<ChevronLeft aria-hidden="true" />}
          disabled={shown === 0}
          onClick={() => step(shown - 1)}
        />
        <IconButton
          size="small"
          label="Next row"
          icon={<ChevronRight aria-hidden="true" />}
          disabled={shown >= active.length - 1}
          onClick={() => step(shown + 1)}
        />
      </div>
      {error && <p className={classNames(styles["findings"], styles["bad"])}>{error.message}</p>}
      {messages.length > 0 && (
        <div className={classNames(styles["lines"], whole && styles["whole"])}>
          {messages.map((compiled, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: messages have no identity but their place
            <div key={index} className={styles["line"]}>
              <span className={classNames(styles["role"], roleClass[compiled.message.role])}>
                {compiled.message.role}
              </span>
              <span className={styles["content"]}>
                {shownSegments(compiled, whole ? 20_000 : 400).map(({ text, filled }, at) =>
                  filled ? (
                    // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
                    <span key={at} className={styles["filled"]}>
                      {text}
                    </span>
                  ) : (
                    text
                  ),
                )}
              </span>
            </div>
          ))}
        </div>
      )}
      {findings.length > 0 && (
        <ul className={styles["findings"]}>
          {findings.map(({ code, message }) => (
            <li key={code + message}>{message}</li>
          ))}
        </ul>
      )}
      {raw && run?.wire && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard
        <pre className={styles["request"]} tabIndex={0}>
          {run.wire.method} {run.wire.url}
          {"\n\n"}
          {run.wire.body}
        </pre>
      )}
    </section>
  );
}
