import type { AppError } from "@shared/domain/error/error.ts";
import type { PromptVersion, PromptVersionSummary } from "@shared/domain/prompt/prompt.ts";
import { useEffect, useState } from "react";
import { asAppError } from "../../../stores/client.ts";
import { valuesKey } from "../../../stores/draft/values-key.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useVersionName } from "../../../stores/prompts/version-name.ts";
import { Spinner } from "../../../ui/Spinner.tsx";
import { PreviewError } from "../errors/PreviewError.tsx";
import { ConfigDiff } from "./ConfigDiff.tsx";
import { TextDiff } from "./TextDiff.tsx";
import styles from "./VersionDiff.module.css";
import { promptText } from "./version-diff.ts";

type Loaded = { from: PromptVersion; to: PromptVersion } | { error: AppError };

/** What changed between two versions: content and config apart, by line and by word, with signs. */
export function VersionDiff({ from, to }: { from: string; to: string }) {
  const version = usePrompt((state) => state.version);
  const nameOf = useVersionName();
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
      <TextDiff template title="Content" before={promptText(loaded.from.prompt)} after={promptText(loaded.to.prompt)} />
      <div className={styles["byKey"]}>
        <ConfigDiff
          before={loaded.from.config}
          after={loaded.to.config}
          names={{ before: nameOf(from), after: nameOf(to) }}
        />
      </div>
    </>
  );
}

function hashesOf(versions: readonly PromptVersionSummary[] | null, ...wanted: string[]) {
  return wanted.map((version) => versions?.find((row) => row.version === version)?.contentHash ?? null);
}
