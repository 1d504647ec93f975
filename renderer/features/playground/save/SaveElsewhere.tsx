import type { PromptLibraryView } from "@shared/domain/prompt/library-view.ts";
import { versionLabel } from "@shared/domain/prompt/version-text.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { useEdits } from "../../../stores/prompts/edits.ts";
import { useSaving } from "../../../stores/prompts/saving.ts";
import { useSavingElsewhere } from "../../../stores/prompts/saving-elsewhere.ts";
import { readsOnly } from "../../../stores/settings/libraries.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { Button } from "../../../ui/Button.tsx";
import { Notice } from "../../../ui/Notice.tsx";
import { PreviewError } from "../errors/PreviewError.tsx";
import { RefusalNotice } from "../errors/RefusalNotice.tsx";

/** Where the key only reads: the libraries that take the edit all the same. Not there while the key may write. */
export function SaveElsewhere() {
  const settings = useSettings((state) => state.settings);
  const base = useEdits(({ open }) => open?.base);
  const { check, outcome, target } = useSaving();
  const place = target ?? base;
  const isKnown = useSettings((state) => place !== undefined && readsOnly(state, place));
  const isRefused = outcome?.kind === "refused" && outcome.error.code === "langfuse_forbidden";
  if (!base || !(isKnown || isRefused || check?.writeRefused)) return null;
  if (target) return <Notice tone="warn">This key only reads: choose another place above.</Notice>;
  const others = (settings?.libraries ?? []).filter(({ id, can, ready }) => can.write && ready && id !== base.library);
  return (
    <>
      <Notice tone="warn" actions={others.map((library) => <SaveToButton key={library.id} library={library} />)}>
        This key only reads, so the edit cannot be saved there; it is kept on this machine.
        {others.length > 0 && " Elsewhere it is saved under the same name, without labels and message."}
      </Notice>
      <Elsewhere libraries={others} />
    </>
  );
}

function SaveToButton({ library }: { library: PromptLibraryView }) {
  const { busy, saveTo } = useSavingElsewhere();
  return (
    <Button size="small" disabled={busy} onClick={() => void saveTo(library)}>
      Save to {library.label}
    </Button>
  );
}

function Elsewhere({ libraries }: { libraries: readonly PromptLibraryView[] }) {
  const { prompt, outcome, error, busy, saveTo } = useSavingElsewhere();
  const library = libraries.find(({ id }) => id === prompt?.library);
  if (error) return <PreviewError error={error} />;
  if (!prompt || !library || !outcome) return null;
  const open = () => {
    useSaving.getState().close();
    void useSettings.getState().save({ library: library.id, connection: library.connection?.id ?? null });
    useDraft.getState().openPrompt(prompt);
  };
  switch (outcome.kind) {
    case "saved":
    case "unchanged":
      return (
        <Notice
          actions={
            <Button size="small" onClick={open}>
              Open it
            </Button>
          }
        >
          {outcome.kind === "saved" ? "Saved to" : "It is already in"} {library.label} as <b>{prompt.name}</b>. The edit
          here stays as it is.
        </Notice>
      );
    case "conflict":
      return (
        <Notice
          tone="warn"
          actions={
            <Button size="small" disabled={busy} onClick={() => void saveTo(library, outcome.theirs.version)}>
              {library.can.labels
                ? `Save it after ${versionLabel(outcome.theirs.version)}`
                : "Change that file to this text"}
            </Button>
          }
        >
          {library.label} has a prompt of this name, with another text. Nothing was overwritten.
        </Notice>
      );
    default:
      return <RefusalNotice outcome={outcome} />;
  }
}
