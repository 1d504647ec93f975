import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { useEffect, useState } from "react";
import { findVersionHash } from "../../stores/prompts/version-hash.ts";
import { Chip } from "../../ui/Chip.tsx";

/** Says when a run was of changed text, or when its version has another text by now than the run was made with. */
export function RunTextNote({ record: { resolved } }: { record: RunRecord }) {
  const [now, setNow] = useState<string>();
  const used = resolved?.edited ? undefined : resolved?.contentHash;
  useEffect(() => {
    setNow(undefined);
    if (!resolved || used === undefined) return;
    const asked = new AbortController();
    const ref = { ...identityOf(resolved.ref), version: resolved.prompt.version };
    void findVersionHash(ref, asked.signal).then((hash) => !asked.signal.aborted && setNow(hash));
    return () => asked.abort();
  }, [resolved, used]);
  if (resolved?.edited) return <Chip tone="warn">edited, not saved</Chip>;
  if (now === undefined || used === undefined || now === used) return null;
  return (
    <Chip
      tone="warn"
      title="The version was deleted and made anew under its number, or a prompt it refers to has changed"
    >
      its text is another now
    </Chip>
  );
}
