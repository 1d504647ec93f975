import type { VariantDraft } from "@shared/domain/draft.ts";
import { usePreview } from "../../../stores/preview.ts";
import { useView, type VariantTab } from "../../../stores/view.ts";
import { Tabs } from "../../../ui/Tabs.tsx";
import { useScrubbedRun } from "../inspector/use-scrubbed-run.ts";
import { useVariantRun } from "../use-variant-run.ts";
import { EventsTab } from "./EventsTab.tsx";
import { MessagesTab } from "./MessagesTab.tsx";
import { MetricLine } from "./MetricLine.tsx";
import { OutputTab } from "./OutputTab.tsx";
import { OutputTools } from "./OutputTools.tsx";
import { RequestTab } from "./RequestTab.tsx";
import { ResponseTab } from "./ResponseTab.tsx";
import styles from "./VariantColumn.module.css";
import { VariantHeader } from "./VariantHeader.tsx";

const tabIds: VariantTab[] = ["output", "messages", "request", "response", "events"];

/** One variant: what runs, what came out of the last run, and what went over the wire. */
export function VariantColumn({ variant }: { variant: VariantDraft }) {
  const tab = useView((state) => state.variantTabs[variant.id] ?? "output");
  const setVariantTab = useView((state) => state.setVariantTab);
  const focusVariant = useView((state) => state.focusVariant);
  const run = useScrubbedRun(useVariantRun(variant.id));
  const view = usePreview((state) => state.views[variant.id]);
  const position = { variantId: variant.id, run, view };
  return (
    <section
      id={`variant-${variant.id}`}
      className={styles["column"]}
      aria-label={`Variant ${variant.id.toUpperCase()}`}
      tabIndex={-1}
      onFocus={() => focusVariant(variant.id)}
    >
      <VariantHeader variant={variant} view={view} />
      <Tabs
        label={`Variant ${variant.id.toUpperCase()}`}
        value={tab}
        onChange={(id) => setVariantTab(variant.id, tabIds.find((known) => known === id) ?? "output")}
        end={tab === "output" && run ? <OutputTools run={run} /> : undefined}
        tabs={[
          { id: "output", label: "Output", content: <OutputTab {...position} /> },
          { id: "messages", label: "Messages", content: <MessagesTab {...position} /> },
          { id: "request", label: "Request", content: <RequestTab {...position} /> },
          { id: "response", label: "Response", content: <ResponseTab {...position} /> },
          { id: "events", label: "Events", content: <EventsTab {...position} /> },
        ]}
      />
      <MetricLine run={run} />
    </section>
  );
}
