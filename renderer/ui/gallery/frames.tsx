import { FlaskConical, Info, TriangleAlert } from "lucide-react";
import { Boundary } from "../Boundary.tsx";
import { Button } from "../Button.tsx";
import { Chip } from "../Chip.tsx";
import { EmptyState } from "../EmptyState.tsx";
import { ErrorCard } from "../ErrorCard.tsx";
import { IconButton } from "../IconButton.tsx";
import { Late } from "../Late.tsx";
import { Notice } from "../Notice.tsx";
import { OneInFront } from "../OneInFront.tsx";
import { PanelHeader } from "../PanelHeader.tsx";
import { SplitItem, SplitPane } from "../SplitPane.tsx";
import { ViewHeader } from "../ViewHeader.tsx";
import type { Exhibit } from "./exhibit.ts";

const more = <IconButton label="More about it" icon={<Info />} size="small" />;

/** What holds others, and what stands where something is missing or has failed. */
export const frames: readonly Exhibit[] = [
  {
    part: "PanelHeader",
    isWide: true,
    states: {
      plain: <PanelHeader title="Saved inputs" />,
      "with an end": (
        <PanelHeader title="Requests">
          <Chip>this run</Chip>
          {more}
        </PanelHeader>
      ),
    },
  },
  {
    part: "ViewHeader",
    isWide: true,
    states: {
      plain: (
        <ViewHeader title="History">
          <Button size="small">Export</Button>
        </ViewHeader>
      ),
      "with a way back, open below": (
        <ViewHeader
          title="Refund replies, with a name that is longer than the line it stands in has room for"
          back={{ label: "Back to the experiments", onGo: () => {} }}
          beside={<Chip tone="ok">done</Chip>}
          open
        >
          <Button size="small">Share</Button>
        </ViewHeader>
      ),
    },
  },
  {
    part: "SplitPane",
    isWide: true,
    states: {
      "side by side": (
        <div style={{ height: 60 }}>
          <SplitPane>
            <SplitItem>Left</SplitItem>
            <SplitItem>Right</SplitItem>
          </SplitPane>
        </div>
      ),
      stacked: (
        <div style={{ height: 90 }}>
          <SplitPane vertical>
            <SplitItem>Above</SplitItem>
            <SplitItem>Below</SplitItem>
          </SplitPane>
        </div>
      ),
    },
  },
  {
    part: "OneInFront",
    isWide: true,
    states: {
      "the list": (
        <div style={{ height: 60 }}>
          <OneInFront front={null} back="Back to the list" onBack={() => undefined}>
            What is chosen from
          </OneInFront>
        </div>
      ),
      "what was chosen": (
        <div style={{ height: 60 }}>
          <OneInFront front="What was chosen" back="Back to the list" onBack={() => undefined}>
            What is chosen from
          </OneInFront>
        </div>
      ),
    },
  },
  {
    part: "EmptyState",
    isWide: true,
    states: {
      "with icon and button": (
        <EmptyState
          icon={<FlaskConical aria-hidden="true" />}
          text="An experiment runs every row through every variant."
          action={<Button>New experiment</Button>}
        />
      ),
      "a sentence": <EmptyState text="No run fits these filters." />,
    },
  },
  {
    part: "ErrorCard",
    isWide: true,
    states: {
      whole: (
        <ErrorCard
          title="OpenAI asks to slow down."
          text="Wait, or run with fewer calls at once."
          stage="provider"
          detail={'{ "error": { "message": "Rate limit reached for gpt-4o in organization org-1 on tokens per min" } }'}
          status={429}
          requestId="req_7c1f0e52"
          actions={
            <>
              <Button size="small">Retry</Button>
              <Button size="small" variant="ghost">
                Show request
              </Button>
            </>
          }
        />
      ),
      "a line": <ErrorCard title="Nothing is listening on 127.0.0.1:11434." />,
    },
  },
  {
    part: "Notice",
    isWide: true,
    states: {
      neutral: <Notice>This is the demo workspace.</Notice>,
      "accent, with a button": (
        <Notice tone="accent" icon={<Info aria-hidden="true" />} actions={<Button size="small">Connect</Button>}>
          Everything here is made up, and nothing leaves this machine.
        </Notice>
      ),
      "warn, can be dismissed": (
        <Notice tone="warn" icon={<TriangleAlert aria-hidden="true" />} onDismiss={() => {}}>
          Langfuse cannot be reached; what is shown was read 12 min ago.
        </Notice>
      ),
    },
  },
  {
    part: "Boundary",
    isWide: true,
    states: {
      // What it shows when its part throws; thrown here, React would tell the console with every look at the gallery.
      "nothing has failed": <Boundary what="This part">What it holds</Boundary>,
      "in place of what failed": (
        <ErrorCard
          title="This part could not be shown."
          text="The rest of the window goes on. What was received is kept and can be exported."
          detail="Cannot read properties of undefined"
          actions={<Button size="small">Try again</Button>}
        />
      ),
    },
  },
  { part: "Late", states: { "has come": <Late what="This part">What came with code of its own</Late> } },
];
