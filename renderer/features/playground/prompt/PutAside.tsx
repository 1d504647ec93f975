import { useEffect } from "react";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { usePutAside } from "../../../stores/prompts/put-aside.ts";
import { useVersionName } from "../../../stores/prompts/version-name.ts";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { PreviewError } from "../errors/PreviewError.tsx";

/** The way back to the edit of this prompt that was discarded last, also after a restart. */
export function PutAside() {
  const { edit, error, look, bringBack } = usePutAside();
  const key = useEdits(({ open }) => open?.key);
  const changed = useEdits(({ open }) => open?.changed);
  const overtook = useEdits((state) => state.overtook);
  const nameOf = useVersionName();
  // biome-ignore lint/correctness/useExhaustiveDependencies: discarding, and another window's edit, change what lies there
  useEffect(() => void look(), [look, key, changed, overtook]);
  if (error) return <PreviewError error={error} />;
  if (!edit) return null;
  const { version } = edit.edit.base;
  const time = new Date(edit.keptAt).toLocaleString(undefined, { dateStyle: "medium", timeStyle: "short" });
  return (
    <Notice
      actions={
        <Button
          size="small"
          title={changed ? "The edit that is open now takes its place" : undefined}
          onClick={() => void bringBack()}
        >
          Bring it back
        </Button>
      }
    >
      An edit{version === undefined ? "" : ` of ${nameOf(version)}`} was put aside. Last typed {time}.
    </Notice>
  );
}
