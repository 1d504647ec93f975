import { useDraft } from "../../../stores/draft/draft.ts";
import { type RunsState, useRuns } from "../../../stores/run/runs.ts";
import { useView } from "../../../stores/view.ts";
import { roomNow, useWindowRoom, type WindowRoom } from "../../../ui/window-form.ts";
import { useIsBlind } from "../compare/blind-vote.ts";

/** Where the inspector is: below the answers, over the page where there is no room below them, or closed. */
export type InspectorPlace = "panel" | "page" | "closed";

/** Only in a wide window it opens with the first run, and as somebody leaves it is kept; in others it opens when it is asked for. */
const isKept = ({ form, hasPanel }: WindowRoom) => form === "wide" && hasPanel;

/** Where the inspector is now, and what opens and closes it. */
export function useInspectorPlace(): { place: InspectorPlace; setOpen(open: boolean): void } {
  const room = useWindowRoom();
  const blind = useIsBlind();
  const kept = useDraft((state) => state.draft.layout["inspectorClosed"]);
  const hasRun = useRuns(hasAnyRun);
  const openedHere = useView((state) => state.inspectorOver);
  const isOpen = !blind && (isKept(room) ? isOpenAsKept(kept, hasRun) : openedHere);
  return { place: isOpen ? (room.hasPanel ? "panel" : "page") : "closed", setOpen: openInspector };
}

/** Until somebody has opened or closed it, it leaves the room to what is written while there is nothing to be seen in it. */
function isOpenAsKept(closed: unknown, hasRun: boolean): boolean {
  return typeof closed === "boolean" ? !closed : hasRun;
}

function hasAnyRun({ runs }: Pick<RunsState, "runs">): boolean {
  return Object.keys(runs).length > 0;
}

function openInspector(open: boolean): void {
  if (isKept(roomNow())) useDraft.getState().setLayout("inspectorClosed", !open);
  else useView.getState().setInFront({ inspectorOver: open });
}

/** Opens the inspector, or closes it when it is open. */
export function toggleInspector(): void {
  const open = isKept(roomNow())
    ? isOpenAsKept(useDraft.getState().draft.layout["inspectorClosed"], hasAnyRun(useRuns.getState()))
    : useView.getState().inspectorOver;
  openInspector(!open);
}
