import { useDraft } from "../../../stores/draft/draft.ts";
import { useView } from "../../../stores/view.ts";
import { roomNow, useWindowRoom, type WindowRoom } from "../../../ui/window-form.ts";
import { useIsBlind } from "../compare/blind-vote.ts";

/** Where the inspector is: below the answers, over the page where there is no room below them, or closed. */
export type InspectorPlace = "panel" | "page" | "closed";

/** Only in a wide window is it open until somebody closes it, and that is kept; in others it opens when it is asked for. */
const isKept = ({ form, hasPanel }: WindowRoom) => form === "wide" && hasPanel;

/** Where the inspector is now, and what opens and closes it. */
export function useInspectorPlace(): { place: InspectorPlace; setOpen(open: boolean): void } {
  const room = useWindowRoom();
  const blind = useIsBlind();
  const keptOpen = useDraft((state) => state.draft.layout["inspectorClosed"] !== true);
  const openedHere = useView((state) => state.inspectorOver);
  const isOpen = !blind && (isKept(room) ? keptOpen : openedHere);
  return { place: isOpen ? (room.hasPanel ? "panel" : "page") : "closed", setOpen: openInspector };
}

function openInspector(open: boolean): void {
  if (isKept(roomNow())) useDraft.getState().setLayout("inspectorClosed", !open);
  else useView.getState().setInFront({ inspectorOver: open });
}

/** Opens the inspector, or closes it when it is open. */
export function toggleInspector(): void {
  const open = isKept(roomNow())
    ? useDraft.getState().draft.layout["inspectorClosed"] !== true
    : useView.getState().inspectorOver;
  openInspector(!open);
}
