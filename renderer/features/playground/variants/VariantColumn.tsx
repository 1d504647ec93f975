import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { type ComponentType, type KeyboardEvent, memo, type ReactNode, Suspense } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePreview } from "../../../stores/draft/preview.ts";
import { letterAt } from "../../../stores/draft/variant-list.ts";
import { answerNumber, useCompare } from "../../../stores/run/compare.ts";
import { useView, type VariantTab } from "../../../stores/view.ts";
import { classNames } from "../../../ui/class-names.ts";
import { lateComponent } from "../../../ui/late-component.ts";
import { type TabItem, Tabs } from "../../../ui/Tabs.tsx";
import { MetricLine } from "../answer/MetricLine.tsx";
import { useIsBlind } from "../compare/blind-vote.ts";
import { OutOfDate, useChangesSince, useOutOfDate } from "../runs/use-out-of-date.ts";
import { useVariantRun } from "../runs/use-variant-run.ts";
import { moveVariant } from "../runs/variant-actions.ts";
import { BlindHeader } from "./BlindHeader.tsx";
import { ColumnResizer } from "./ColumnResizer.tsx";
import { MessagesTab } from "./MessagesTab.tsx";
import { OutputTab } from "./OutputTab.tsx";
import type { VariantPosition } from "./position.ts";
import { RepetitionBar } from "./RepetitionBar.tsx";
import { useColumnDrop } from "./use-column-drop.ts";
import styles from "./VariantColumn.module.css";
import { VariantHeader } from "./VariantHeader.tsx";

const RequestTab = lateComponent(async () => (await import("./RequestTab.tsx")).RequestTab);
const ResponseTab = lateComponent(async () => (await import("./ResponseTab.tsx")).ResponseTab);
const EventsTab = lateComponent(async () => (await import("./EventsTab.tsx")).EventsTab);

const tabIds: VariantTab[] = ["output", "messages", "request", "response", "events"];

interface VariantColumnProps {
  variant: VariantDraft;
  /** Its place among the variants, from 0. */
  index: number;
  /** The only column in sight, which takes all the room. */
  alone: boolean;
}

/**
 * One variant: what runs, what came out of the last run, and what went over the wire. Only what shows the stream is
 * drawn again while it runs.
 */
export const VariantColumn = memo(function VariantColumn({ variant, index, alone }: VariantColumnProps) {
  const { id } = variant;
  const blind = useIsBlind();
  const won = useCompare((state) => state.blind?.chosen === id);
  const answer = useCompare(({ blind: vote }) => vote && answerNumber(vote, id));
  const chosenTab = useView((state) => state.variantTabs[id] ?? "output");
  const setVariantTab = useView((state) => state.setVariantTab);
  const focusVariant = useView((state) => state.focusVariant);
  const focused = useView((state) => state.focusedVariant === id);
  const runId = useVariantRun(id)?.runId;
  const drop = useColumnDrop(id, index, !blind);
  const title = blind ? `Answer ${answer}` : `Variant ${letterAt(index)}`;
  const several = useDraft((state) => state.draft.variants.length > 1);
  // Regions of the same name could not be told apart.
  const name = several ? (blind ? String(answer) : letterAt(index)) : undefined;
  const tab = blind ? "output" : chosenTab;

  // In a blind vote the formatted messages must not tell which version an answer is from.
  const focus = () => {
    if (!blind) focusVariant(id);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!event.altKey || !event.shiftKey || blind) return;
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    event.preventDefault();
    moveVariant(id, index + (event.key === "ArrowLeft" ? -1 : 1));
  };
  const output: TabItem = { id: "output", label: "Output", content: <OutputTab variant={variant} name={name} /> };
  const others: TabItem[] = [
    { id: "messages", label: "Messages", content: <Positioned variantId={id} Content={MessagesTab} /> },
    { id: "request", label: "Request", content: <Positioned variantId={id} Content={RequestTab} /> },
    { id: "response", label: "Response", content: <Positioned variantId={id} Content={ResponseTab} /> },
    { id: "events", label: "Events", content: <Positioned variantId={id} Content={EventsTab} /> },
  ];
  return (
    <section
      id={`variant-${id}`}
      className={classNames(
        styles["column"],
        variant.width !== undefined && !alone && styles["fixed"],
        focused && !alone && styles["focused"],
        drop.over && styles["over"],
        won && styles["won"],
      )}
      style={variant.width !== undefined && !alone ? { width: variant.width } : undefined}
      aria-label={title}
      tabIndex={-1}
      onFocus={focus}
      onPointerDown={focus}
      onKeyDown={onKeyDown}
      {...drop.handlers}
    >
      {blind ? <BlindHeader title={title} /> : <VariantHeader variant={variant} index={index} title={title} />}
      <SinceThen variantId={id}>
        <Tabs
          label={title}
          value={tab}
          about={runId}
          onChange={(next) => setVariantTab(id, tabIds.find((known) => known === next) ?? "output")}
          tabs={blind ? [output] : [output, ...others]}
        />
        <RepetitionBar variantId={id} />
        {blind ? (
          <div className={styles["hidden"]}>figures hidden until the vote</div>
        ) : (
          <Figures variantId={id} name={name} />
        )}
      </SinceThen>
      {!alone && <ColumnResizer variant={variant} title={title} />}
    </section>
  );
});

function Figures({ variantId, name }: { variantId: string; name: string | undefined }) {
  return <MetricLine run={useVariantRun(variantId)} since={useOutOfDate()} name={name} />;
}

/** What has changed since the answer was asked for, for all that shows a piece of it. */
function SinceThen({ variantId, children }: { variantId: string; children: ReactNode }) {
  return <OutOfDate value={useChangesSince(variantId, useVariantRun(variantId))}>{children}</OutOfDate>;
}

/** A tab's content with the run and the preview it shows. */
function Positioned({ variantId, Content }: { variantId: string; Content: ComponentType<VariantPosition> }) {
  const run = useVariantRun(variantId);
  const view = usePreview((state) => state.views[variantId]);
  return (
    <Suspense fallback={null}>
      <Content variantId={variantId} run={run} view={view} />
    </Suspense>
  );
}
