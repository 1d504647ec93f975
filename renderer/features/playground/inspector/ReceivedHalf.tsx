import { type ReceivedTab, useInspector } from "../../../stores/run/inspector.ts";
import { Tabs } from "../../../ui/Tabs.tsx";
import { EventsView } from "../wire/EventsView.tsx";
import { ResponseView } from "../wire/ResponseView.tsx";
import type { InspectedExchange } from "./inspected-exchanges.ts";
import { Scrubber } from "./Scrubber.tsx";
import { TimingTab } from "./TimingTab.tsx";

const tabIds: ReceivedTab[] = ["response", "events", "timing"];

/** What came back: response, events with their scrubber, timing. */
export function ReceivedHalf({ chosen }: { chosen: InspectedExchange }) {
  const { exchange, set } = chosen;
  const tab = useInspector((state) => state.receivedTab);
  const setTab = useInspector((state) => state.setReceivedTab);
  const scrub = useInspector((state) => state.scrub);
  const current = scrub?.exchangeId === exchange.id ? scrub.frames : undefined;
  const events = exchange.frames.length;
  return (
    <Tabs
      label="What came back"
      value={tab}
      about={exchange}
      onChange={(id) => setTab(tabIds.find((known) => known === id) ?? "response")}
      tabs={[
        { id: "response", label: "Response", content: <ResponseView key={exchange.id} exchange={exchange} /> },
        {
          id: "events",
          label: events > 0 ? `Events ${events}` : "Events",
          content: (
            <>
              <EventsView exchange={exchange} current={current} />
              {events > 0 && exchange.timings.end !== undefined && set.record && (
                <Scrubber key={exchange.id} runId={set.record.id} exchange={exchange} />
              )}
            </>
          ),
        },
        { id: "timing", label: "Timing", content: <TimingTab chosen={chosen} /> },
      ]}
    />
  );
}
