import { Pencil } from "lucide-react";
import { Suspense, useState } from "react";
import { type SentTab, useInspector } from "../../../stores/run/inspector.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { lateComponent } from "../../../ui/late-component.ts";
import { type TabItem, Tabs } from "../../../ui/Tabs.tsx";
import { RequestView } from "../wire/RequestView.tsx";
import { CompareTab } from "./CompareTab.tsx";
import { EditBody } from "./EditBody.tsx";
import type { InspectedExchange, InspectedSet } from "./inspected-exchanges.ts";
import { SourceTab } from "./SourceTab.tsx";
import { StagesTab } from "./StagesTab.tsx";

const CodeTab = lateComponent(async () => (await import("./CodeTab.tsx")).CodeTab, "onDemand");

const tabIds: SentTab[] = ["request", "source", "stages", "code", "compare"];

interface SentHalfProps {
  chosen: InspectedExchange;
  sets: readonly InspectedSet[];
  onResend: ((set: InspectedSet, body: string) => void) | undefined;
}

/** What went out: the request, where its parts came from, the stages behind it, as code, and against another. */
export function SentHalf({ chosen, sets, onResend }: SentHalfProps) {
  const wanted = useInspector((state) => state.sentTab);
  const setTab = useInspector((state) => state.setSentTab);
  const { exchange, set } = chosen;
  const tabs = sentTabs(chosen, sets, onResend);
  const tab = tabs.some(({ id }) => id === wanted) ? wanted : "request";
  return (
    <Tabs
      key={`${exchange.id} ${set.key}`}
      label="What went out"
      value={tab}
      onChange={(id) => setTab(tabIds.find((known) => known === id) ?? "request")}
      tabs={tabs}
    />
  );
}

/** A request to Langfuse has no plan, no stages and nothing to compare with. */
function sentTabs(
  { exchange, set }: InspectedExchange,
  sets: readonly InspectedSet[],
  onResend: SentHalfProps["onResend"],
): TabItem[] {
  const { record } = set;
  const isProvider = exchange.kind === "provider";
  const plan = isProvider ? record?.plan : undefined;
  const prompt = record?.resolved?.prompt;
  const template = prompt && `${prompt.name} v${prompt.version}`;
  const request: TabItem = {
    id: "request",
    label: "Request",
    content: (
      <RequestTab
        chosen={{ exchange, set }}
        template={template}
        onResend={isProvider && onResend ? (body) => onResend(set, body) : undefined}
      />
    ),
  };
  const code: TabItem = {
    id: "code",
    label: "Code",
    content: (
      <Suspense fallback={null}>
        <CodeTab exchange={exchange} plan={plan} />
      </Suspense>
    ),
  };
  if (!record || !plan) return [request, code];
  return [
    request,
    {
      id: "source",
      label: "Source",
      content: <SourceTab request={exchange.request} plan={plan} template={template} />,
    },
    { id: "stages", label: "Stages", content: <StagesTab exchange={exchange} record={record} /> },
    code,
    {
      id: "compare",
      label: "Compare",
      content: <CompareTab exchange={exchange} set={set} record={record} sets={sets} />,
    },
  ];
}

interface RequestTabProps {
  chosen: InspectedExchange;
  template: string | undefined;
  onResend: ((body: string) => void) | undefined;
}

function RequestTab({ chosen: { exchange, set }, template, onResend }: RequestTabProps) {
  const [editing, setEditing] = useState(false);
  if (editing && onResend) {
    return <EditBody body={exchange.request.body} onSend={onResend} onClose={() => setEditing(false)} />;
  }
  return (
    <RequestView
      request={exchange.request}
      plan={exchange.kind === "provider" ? set.record?.plan : undefined}
      template={template}
      sent
      proxy={exchange.proxy}
      tools={
        onResend && (
          <IconButton
            size="small"
            label="Edit the body and send it again"
            icon={<Pencil aria-hidden="true" />}
            onClick={() => setEditing(true)}
          />
        )
      }
    />
  );
}
