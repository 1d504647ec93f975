import type { Exchange } from "@shared/domain/wire/wire.ts";
import { useDraft } from "../../../../stores/draft/draft.ts";
import { tellingExchange } from "../../../../stores/prompts/writes.ts";
import { useView } from "../../../../stores/view.ts";
import { Button } from "../../../../ui/Button.tsx";
import { plural } from "../../../../ui/figures.ts";

interface ShowRequestsProps {
  exchanges: readonly Exchange[];
  /** Closes the dialog, over which the inspector could not be seen. */
  onShow(): void;
}

/** Opens the inspector at the request that wrote; nothing before anything was sent. */
export function ShowRequests({ exchanges, onShow }: ShowRequestsProps) {
  const telling = tellingExchange(exchanges);
  if (!telling) return null;
  return (
    <Button
      variant="ghost"
      onClick={() => {
        onShow();
        useDraft.getState().setLayout("inspectorClosed", false);
        useView.getState().chooseExchange(telling.id);
      }}
    >
      Show the {plural(exchanges.length, "request")}
    </Button>
  );
}
