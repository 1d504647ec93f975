import type { AppError } from "@shared/domain/error/error.ts";
import type { PromptVersion, PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import { useEffect, useMemo, useState } from "react";
import { asAppError } from "../../../stores/client.ts";
import { valuesKey } from "../../../stores/draft/values-key.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { classNames } from "../../../ui/class-names.ts";
import { Spinner } from "../../../ui/Spinner.tsx";
import { PreviewError } from "../errors/PreviewError.tsx";
import styles from "./VersionDiff.module.css";
import { configText, type DiffLine, diffCounts, diffTexts, promptText } from "./version-diff.ts";

type Loaded = { from: PromptVersion; to: PromptVersion } | { error: AppError };

/** What changed between two versions: content and config apart, by line and by word, with signs. */
export function VersionDiff({ from, to }: { from: string; to: string }) {
  const version = usePrompt((state) => state.version);
  const key = usePrompt(
    ({ ref, versions }) => ref && JSON.stringify([valuesKey(ref), ...hashesOf(versions, from, to)]),
  );
  const [loaded, setLoaded] = useState<Loaded | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another prompt has other versions of the same numbers, and a version may be made anew
  useEffect(() => {
    let gone = false;
    setLoaded(null);
    Promise.all([version(from), version(to)]).then(
      ([before, after]) => !gone && setLoaded({ from: before.prompt, to: after.prompt }),
      (thrown: unknown) => !gone && setLoaded({ error: asAppError(thrown) }),
    );
    return () => {
      gone = true;
    };
  }, [version, from, to, key]);

  if (!loaded) {
    return (
      <p className={styles["state"]}>
        <Spinner label="Loading both versions" />
      </p>
    );
  }
  if ("error" in loaded) return <PreviewError error={loaded.error} />;
  return (
    <>
      <Part title="Content" before={promptText(loaded.from.prompt)} after={promptText(loaded.to.prompt)} />
      <Part title="Config" before={configText(loaded.from.config)} after={configText(loaded.to.config)} />
    </>
  );
}

function hashesOf(versions: readonly PromptVersionSummary[] | null, ...wanted: string[]) {
  return wanted.map((version) => versions?.find((row) => row.version === version)?.contentHash ?? null);
}

function Part({ title, before, after }: { title: string; before: string; after: string }) {
  const lines = useMemo(() => diffTexts(before, after), [before, after]);
  const { added, removed } = diffCounts(lines);
  return (
    <section className={styles["part"]} aria-label={`${title} diff`}>
      <h2 className={styles["title"]}>
        {title}
        <span className={styles["counts"]}>{added + removed === 0 ? "the same" : `+${added} −${removed} lines`}</span>
      </h2>
      {added + removed > 0 && (
        <div className={styles["lines"]}>
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a diff have no identity but their place
            <Line key={index} line={line} />
          ))}
        </div>
      )}
    </section>
  );
}

const kinds = { "+": "added", "-": "removed", " ": "same" } as const;

function Line({ line }: { line: DiffLine }) {
  return (
    <div className={classNames(styles["line"], styles[kinds[line.sign]])}>
      <span className={styles["sign"]}>{line.sign === "-" ? "−" : line.sign}</span>
      <span>
        {line.words.map((word, index) =>
          word.changed ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: words of a diff have no identity but their place
            <span key={index} className={styles["word"]}>
              {word.text}
            </span>
          ) : (
            word.text
          ),
        )}
      </span>
    </div>
  );
}
