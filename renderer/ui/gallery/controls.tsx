import { Play, Settings, Sparkles, Trash2 } from "lucide-react";
import { Button } from "../Button.tsx";
import { Chip } from "../Chip.tsx";
import { CopyButton } from "../CopyButton.tsx";
import { IconButton } from "../IconButton.tsx";
import { Kbd } from "../Kbd.tsx";
import { ProgressDot } from "../ProgressDot.tsx";
import { SegmentedControl } from "../SegmentedControl.tsx";
import { Spinner } from "../Spinner.tsx";
import { Switch, SwitchLabel } from "../Switch.tsx";
import { Tabs } from "../Tabs.tsx";
import type { Exhibit } from "./exhibit.ts";
import { Live } from "./Live.tsx";

const longName = "a-label-that-somebody-gave-and-that-has-no-room-in-the-narrow-place-where-it-stands";

const tabs = (names: readonly string[]) =>
  names.map((name) => ({ id: name, label: name, content: <p>What stands under {name}.</p> }));

const tabsOf = (label: string, names: readonly string[], width: number) => (
  <Live from={names[0] ?? ""}>
    {(value, change) => (
      <div style={{ display: "flex", width, height: 70 }}>
        <Tabs label={label} tabs={tabs(names)} value={value} onChange={change} />
      </div>
    )}
  </Live>
);

/** What is pressed, switched and chosen, and the small signs beside it. */
export const controls: readonly Exhibit[] = [
  {
    part: "Button",
    states: {
      primary: <Button variant="primary">Run all</Button>,
      "primary, with icon and shortcut": (
        <Button variant="primary" icon={<Play aria-hidden="true" />} shortcut="mod+enter">
          Run all
        </Button>
      ),
      "primary, disabled": (
        <Button variant="primary" disabled>
          Run all
        </Button>
      ),
      quiet: <Button>Discard</Button>,
      "quiet, with icon": <Button icon={<Trash2 aria-hidden="true" />}>Discard</Button>,
      "quiet, disabled": <Button disabled>Discard</Button>,
      ghost: <Button variant="ghost">Not now</Button>,
      "ghost, disabled": (
        <Button variant="ghost" disabled>
          Not now
        </Button>
      ),
      small: <Button size="small">Try again</Button>,
      "small, primary": (
        <Button size="small" variant="primary">
          Save
        </Button>
      ),
    },
  },
  {
    part: "IconButton",
    states: {
      normal: <IconButton label="Settings" icon={<Settings />} shortcut="mod+," />,
      small: <IconButton label="Settings, small" icon={<Settings />} size="small" />,
      pressed: <IconButton label="Settings, pressed" icon={<Settings />} aria-pressed="true" />,
      disabled: <IconButton label="Settings, disabled" icon={<Settings />} disabled />,
    },
  },
  { part: "CopyButton", states: { ready: <CopyButton text="Copied from the gallery" /> } },
  {
    part: "Switch",
    states: {
      off: (
        <Live from={false}>
          {(checked, change) => <Switch label="Stream, off" checked={checked} onChange={change} />}
        </Live>
      ),
      on: (
        <Live from={true}>
          {(checked, change) => <Switch label="Stream, on" checked={checked} onChange={change} />}
        </Live>
      ),
      "off, disabled": <Switch label="Stream, off and disabled" checked={false} onChange={() => {}} disabled />,
      "on, disabled": <Switch label="Stream, on and disabled" checked onChange={() => {}} disabled />,
      "with its words": (
        <Live from={true}>
          {(checked, change) => (
            <SwitchLabel className={undefined}>
              <Switch label="Trace runs" checked={checked} onChange={change} /> Trace runs
            </SwitchLabel>
          )}
        </Live>
      ),
    },
  },
  {
    part: "SegmentedControl",
    states: {
      normal: (
        <Live from="template">
          {(value, change) => (
            <SegmentedControl
              label="Messages"
              value={value}
              segments={[
                { value: "template", label: "Template" },
                { value: "sent", label: "As sent" },
              ]}
              onChange={change}
            />
          )}
        </Live>
      ),
      "small, with an icon": (
        <Live from="plain">
          {(value, change) => (
            <SegmentedControl
              label="Form"
              size="small"
              value={value}
              segments={[
                { value: "plain", label: "Plain" },
                { value: "drawn", label: <Sparkles aria-hidden="true" />, name: "Drawn" },
              ]}
              onChange={change}
            />
          )}
        </Live>
      ),
    },
  },
  {
    part: "Tabs",
    states: {
      few: tabsOf("Two tabs", ["Messages", "Config"], 300),
      "five, narrow": tabsOf("Five tabs, narrow", ["Headers", "Body", "Events", "Timing", "Source"], 330),
      "five, narrower": tabsOf("Five tabs, narrower", ["Headers", "Body", "Events", "Timing", "Source"], 270),
    },
  },
  {
    part: "Chip",
    states: {
      neutral: <Chip>3 variants</Chip>,
      ok: <Chip tone="ok">production</Chip>,
      warn: <Chip tone="warn">not set</Chip>,
      bad: <Chip tone="bad">refused</Chip>,
      accent: <Chip tone="accent">override</Chip>,
      variable: <Chip tone="variable">tone</Chip>,
      mono: <Chip mono>v31</Chip>,
      "without room": (
        <div style={{ width: 160 }}>
          <Chip>{longName}</Chip>
        </div>
      ),
    },
  },
  {
    part: "Kbd",
    states: { framed: <Kbd shortcut="mod+shift+enter" />, bare: <Kbd shortcut="mod+k" bare /> },
  },
  {
    part: "ProgressDot",
    states: {
      neutral: <ProgressDot />,
      ok: <ProgressDot tone="ok" />,
      warn: <ProgressDot tone="warn" />,
      bad: <ProgressDot tone="bad" />,
      accent: <ProgressDot tone="accent" />,
      active: <ProgressDot tone="accent" active />,
    },
  },
  { part: "Spinner", states: { turning: <Spinner label="Loading versions" /> } },
];
