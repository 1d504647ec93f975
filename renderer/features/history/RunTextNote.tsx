import type { ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { useEffect, useState } from "react";
import { findVersionHash, findVersionOfText } from "../../stores/prompts/version-hash.ts";
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
  if (resolved?.edited) return <EditNote resolved={resolved} />;
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

/** A run of changed text; once a version says the same, that one is named. */
function EditNote({ resolved }: { resolved: ResolvedPrompt }) {
  const [saved, setSaved] = useState<string>();
  const { ref, contentHash } = resolved;
  useEffect(() => {
    setSaved(undefined);
    if (contentHash === undefined) return;
    const asked = new AbortController();
    void findVersionOfText(ref, contentHash, asked.signal).then(
      (version) => !asked.signal.aborted && setSaved(version),
    );
    return () => asked.abort();
  }, [ref, contentHash]);
  if (saved === undefined) return <Chip tone="warn">edited, not saved</Chip>;
  return (
    <Chip tone="ok" title="The edit this run was made with was saved since">
      edit, saved as {versionLabel(saved)}
    </Chip>
  );
}
