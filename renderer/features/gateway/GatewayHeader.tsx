import { Play, SlidersHorizontal, Square } from "lucide-react";
import { useId } from "react";
import { useGateway } from "../../stores/gateway/gateway.ts";
import { commandsOf, offerCommands } from "../../stores/view-commands.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { CopyButton } from "../../ui/CopyButton.tsx";
import { Field } from "../../ui/Field.tsx";
import { NumberField } from "../../ui/NumberField.tsx";
import { Popover } from "../../ui/Popover.tsx";
import { Switch } from "../../ui/Switch.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { useWhileShown } from "../../ui/use-while-shown.ts";
import { ViewHeader } from "../../ui/ViewHeader.tsx";
import styles from "./Gateway.module.css";

const stateTexts = { stopped: "stopped", starting: "starting…", running: "running", stopping: "stopping…" } as const;

/** What the gateway is doing, where it can be reached, and the one button that changes it. */
export function GatewayHeader() {
  const state = useGateway(({ status }) => status?.state ?? "stopped");
  const address = useGateway(({ status }) => status?.address ?? null);
  const changed = useGateway(({ status }) => status?.configChanged === true);
  const failing = useGateway(({ problems }) => problems.some(({ severity }) => severity === "error"));
  const isEmpty = useGateway(({ text }) => text === null || text.trim() === "");
  const { start, stop } = useGateway.getState();
  const running = state === "running";
  const busy = state === "starting" || state === "stopping";
  const mayStart = !busy && !isEmpty && !failing;
  useWhileShown(
    offerCommands,
    commandsOf("Gateway", [
      {
        id: "restart",
        label: "Restart with the changes",
        disabled: !(running && changed && mayStart),
        onSelect: () => void start(),
      },
      {
        id: "copy",
        label: "Copy the base URL",
        disabled: address === null,
        onSelect: () => void navigator.clipboard.writeText(`${address}/v1`),
      },
    ]),
  );
  return (
    <ViewHeader
      title="Gateway"
      open
      beside={
        <>
          <Chip tone={running ? "ok" : "neutral"} role="status">
            {stateTexts[state]}
          </Chip>
          {address !== null && (
            <span className={styles["address"]}>
              <code>{address}</code>
              <CopyButton text={`${address}/v1`} label="Copy the base URL for OPENAI_BASE_URL" />
            </span>
          )}
        </>
      }
    >
      <Options />
      {running && (
        <Button icon={<Square aria-hidden="true" size={13} />} onClick={() => void stop()}>
          Stop
        </Button>
      )}
      {(!running || changed) && (
        <Button
          variant="primary"
          icon={<Play aria-hidden="true" size={14} />}
          disabled={!mayStart}
          title={failing ? "Correct the errors of the config first" : undefined}
          onClick={() => void start()}
        >
          {running ? "Restart with the changes" : "Start"}
        </Button>
      )}
    </ViewHeader>
  );
}

function Options() {
  const { port, model, promptId, debug } = useGateway((state) => state.options);
  const setOptions = useGateway((state) => state.setOptions);
  const debugId = useId();
  const portId = useId();
  return (
    <>
      <span className={styles["port"]}>
        <label htmlFor={portId}>Port</label>
        <NumberField
          id={portId}
          value={port}
          integer
          min={0}
          max={65_535}
          onChange={(next) => {
            if (next !== null) setOptions({ port: next });
          }}
        />
      </span>
      <Popover
        label="Gateway options"
        trigger={
          <Button variant="ghost" icon={<SlidersHorizontal aria-hidden="true" size={14} />}>
            Options
          </Button>
        }
      >
        <div className={styles["options"]}>
          <Field label="One model for every request" hint="As --model: it answers whatever model a program names.">
            {(control) => (
              <TextField
                {...control}
                mono
                value={model ?? ""}
                placeholder="none"
                onChange={(next) => setOptions({ model: next })}
              />
            )}
          </Field>
          <Field label="With the prompt" hint="As --prompt_id: the prompt_id every request goes through.">
            {(control) => (
              <TextField
                {...control}
                mono
                value={promptId ?? ""}
                placeholder="none"
                disabled={model === undefined}
                onChange={(next) => setOptions({ promptId: next })}
              />
            )}
          </Field>
          <div className={styles["switch"]}>
            <label htmlFor={debugId}>Log each outgoing request as curl</label>
            <Switch
              id={debugId}
              label="Log each outgoing request as curl"
              checked={debug}
              onChange={(next) => setOptions({ debug: next })}
            />
          </div>
        </div>
      </Popover>
    </>
  );
}
