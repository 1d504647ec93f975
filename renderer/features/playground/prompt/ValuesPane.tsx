import { ClipboardPaste } from "lucide-react";
import { type KeyboardEvent, type PointerEvent, useCallback, useState } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { Button } from "../../../ui/Button.tsx";
import { classNames } from "../../../ui/class-names.ts";
import { PanelHeader } from "../../../ui/PanelHeader.tsx";
import { countFilled, useFields } from "../edit/use-fields.ts";
import styles from "./ValuesPane.module.css";
import { VariablesFields } from "./VariablesFields.tsx";

const lowest = 72;
const highest = 900;
const step = 24;

/**
 * What fills the template, below it whatever tab is shown: as high as it needs up to a limit, or as it was dragged.
 * @param isTab takes all the room of a tab instead.
 */
export function ValuesPane({ isTab = false }: { isTab?: boolean }) {
  const fields = useFields();
  const kept = useDraft((state) => state.draft.layout["valuesHeight"]);
  const height = typeof kept === "number" && !isTab ? kept : undefined;
  const [pasted, setPasted] = useState<string | null>(null);
  const [isRefused, setRefused] = useState(false);
  const forgetPasted = useCallback(() => setPasted(null), []);
  const { filled, total } = countFilled(fields);
  const paste = async () => {
    setRefused(false);
    try {
      setPasted(await navigator.clipboard.readText());
    } catch {
      // A browser may keep the clipboard to itself; pasting into a field always works.
      setRefused(true);
    }
  };
  return (
    <section
      className={classNames(styles["pane"], isTab && styles["tab"])}
      aria-labelledby="values"
      style={height === undefined ? undefined : { height }}
    >
      {!isTab && <Resizer height={height} />}
      <PanelHeader
        title={
          <>
            Variables{" "}
            {total > 0 && (
              <span className={filled < total ? styles["unset"] : undefined}>
                {filled}/{total}
              </span>
            )}
          </>
        }
        id="values"
      >
        {isRefused && (
          <span className={styles["refused"]} role="status">
            Paste the object into any field
          </span>
        )}
        {total > 0 && (
          <Button
            size="small"
            variant="ghost"
            icon={<ClipboardPaste aria-hidden="true" size={14} />}
            title="Fills the fields from a JSON object in the clipboard"
            onClick={() => void paste()}
          >
            Paste JSON
          </Button>
        )}
      </PanelHeader>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section className={styles["scroll"]} aria-label="Values" tabIndex={0}>
        <VariablesFields fields={fields} pasted={pasted} onPasted={forgetPasted} />
      </section>
    </section>
  );
}

/** The upper edge. Drag it, or move it with the arrow keys; a double click gives the fields what they need. */
function Resizer({ height }: { height: number | undefined }) {
  const setLayout = useDraft((state) => state.setLayout);
  const setHeight = (next: number) => setLayout("valuesHeight", Math.round(Math.min(highest, Math.max(lowest, next))));
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    const handle = event.currentTarget;
    const pane = handle.parentElement;
    if (!pane || event.button !== 0) return;
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    const start = pane.getBoundingClientRect().height + event.clientY;
    const onMove = (move: globalThis.PointerEvent) => setHeight(start - move.clientY);
    handle.addEventListener("pointermove", onMove);
    handle.addEventListener("lostpointercapture", () => handle.removeEventListener("pointermove", onMove), {
      once: true,
    });
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.altKey || (event.key !== "ArrowUp" && event.key !== "ArrowDown")) return;
    event.preventDefault();
    const now = event.currentTarget.parentElement?.getBoundingClientRect().height ?? lowest;
    setHeight(now + (event.key === "ArrowUp" ? step : -step));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved; this is the separator pattern with a value
    <div
      role="separator"
      className={styles["resizer"]}
      aria-label="Height of the variables"
      aria-orientation="horizontal"
      aria-valuenow={height ?? lowest}
      aria-valuemin={lowest}
      aria-valuemax={highest}
      tabIndex={0}
      onPointerDown={onPointerDown}
      onKeyDown={onKeyDown}
      onDoubleClick={() => setLayout("valuesHeight", "auto")}
    />
  );
}
