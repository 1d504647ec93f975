import { type SpendLine, spendLines } from "@shared/domain/run/spend.ts";
import { useEffect, useMemo } from "react";
import { useApp } from "../../../stores/app.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { useHistory } from "../../../stores/history/history.ts";
import { hasLimits, useSpend } from "../../../stores/run/spend.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { classNames } from "../../../ui/class-names.ts";
import { spendParts, unpricedText } from "../../../ui/spend-words.ts";
import styles from "./VariantsArea.module.css";

/** What was spent today beside the tightest limit that concerns the variants; leads to the limits. */
export function SpendNote() {
  const limits = useSettings((state) => state.settings?.preferences.spend);
  // A new one whenever a run has ended.
  const status = useHistory((state) => state.status);
  const isLimited = limits !== undefined && hasLimits(limits);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a run that has ended is news
  useEffect(() => {
    if (isLimited) void useSpend.getState().ask();
  }, [isLimited, status]);
  return isLimited ? <Note /> : null;
}

function Note() {
  const settings = useSettings((state) => state.settings);
  const { spent, error } = useSpend();
  const providers = useProviders();
  // A sum that could not be read anew is not shown as that of now.
  const [line] = useMemo(() => {
    const asked = Object.fromEntries(providers.split("\n").map((provider) => [provider, 0]));
    return settings && spent && !error ? spendLines(settings.preferences.spend, spent, asked) : [];
  }, [settings, spent, error, providers]);
  if (!line && !error) return null;
  if (!line) return <Shown isNear title="" text={{ before: "today’s ", sum: "spending not known", after: "" }} />;
  const text = spendParts(line, settings);
  const after = line.state === "passed" ? `${text.after} · limit passed` : text.after;
  return <Shown isNear={line.state !== "within"} title={titleOf(line)} text={{ ...text, after }} />;
}

interface ShownProps {
  isNear: boolean;
  title: string;
  text: ReturnType<typeof spendParts>;
}

/** With less room the sum alone; its name says all of it. */
function Shown({ isNear, title, text: { before, sum, after } }: ShownProps) {
  const show = useApp((state) => state.show);
  return (
    <button
      type="button"
      className={classNames(styles["spend"], isNear && styles["near"])}
      aria-label={`${before}${sum}${after}`}
      title={[`${before}${sum}${after}.`, title, "Go to the limits."].filter(Boolean).join(" ")}
      onClick={() => show("settings", "spend")}
    >
      <span className={styles["spendWords"]}>{before}</span>
      {sum}
      <span className={styles["spendWords"]}>{after}</span>
    </button>
  );
}

function titleOf(line: SpendLine): string {
  const unpriced = unpricedText(line);
  return unpriced === "" ? "" : `${unpriced}.`;
}

/** The providers that the variants would call, a line each. */
function useProviders(): string {
  const variants = useDraft((state) => state.draft.variants);
  return usePreview(({ views }) =>
    [...new Set(variants.flatMap(({ id }) => views[id]?.preview?.plan?.route.provider ?? []))].sort().join("\n"),
  );
}
