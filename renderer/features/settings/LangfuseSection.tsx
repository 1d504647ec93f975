import type { LibraryConnection } from "@shared/domain/prompt/library-view.ts";
import type { LangfuseConnectionView, SettingsView } from "@shared/domain/settings.ts";
import { ChevronDown, ChevronRight, Plus } from "lucide-react";
import { useState } from "react";
import { connectionName } from "../../stores/settings/libraries.ts";
import { type LangfuseState, useSettings } from "../../stores/settings/settings.ts";
import { Button } from "../../ui/Button.tsx";
import { Chip } from "../../ui/Chip.tsx";
import { plural } from "../../ui/figures.ts";
import { ConnectionForm } from "./ConnectionForm.tsx";
import list from "./ProvidersSection.module.css";
import { SettingsSection } from "./SettingsSection.tsx";

/** The Langfuse projects prompts come from. */
export function LangfuseSection({ settings }: { settings: SettingsView }) {
  const connections = settings.langfuse;
  const [open, setOpen] = useState<string | null>(null);
  const [isAdding, setAdding] = useState(false);
  const known = settings.libraries.flatMap((library) => library.connections);
  return (
    <SettingsSection
      id="langfuse"
      title="Langfuse"
      text="Each connection reads the prompts of one project. Its keys are under Settings → API Keys of the project. What you edit, fill in and save of one project is never shown under another."
      state={<Chip>{connections.length === 0 ? "not connected" : plural(connections.length, "connection")}</Chip>}
    >
      {connections.length > 0 && (
        <ul className={list["list"]} aria-label="Langfuse connections">
          {connections.map((connection) => (
            <li key={connection.id} className={list["provider"]}>
              <Row
                connection={connection}
                known={known.find(({ id }) => id === connection.id)}
                isOnly={connections.length === 1}
                isOpen={open === connection.id}
                onToggle={() => setOpen(open === connection.id ? null : connection.id)}
              />
              {open === connection.id && (
                <ConnectionForm settings={settings} connection={connection} onDone={(id) => setOpen(id)} />
              )}
            </li>
          ))}
        </ul>
      )}
      {connections.length === 0 || isAdding ? (
        <ConnectionForm
          key={connections.length}
          settings={settings}
          onDone={(id) => {
            setAdding(false);
            setOpen(id);
          }}
          {...(isAdding ? { onCancel: () => setAdding(false) } : {})}
        />
      ) : (
        <div>
          <Button icon={<Plus aria-hidden="true" />} onClick={() => setAdding(true)}>
            Add a connection
          </Button>
        </div>
      )}
    </SettingsSection>
  );
}

interface RowProps {
  connection: LangfuseConnectionView;
  known: LibraryConnection | undefined;
  isOnly: boolean;
  isOpen: boolean;
  onToggle(): void;
}

function Row({ connection, known, isOnly, isOpen, onToggle }: RowProps) {
  const { id, host, publicKey, isDefault } = connection;
  const state = useSettings(({ langfuse }) => langfuse[id]);
  return (
    <button type="button" className={list["row"]} aria-expanded={isOpen} onClick={onToggle}>
      {isOpen ? <ChevronDown aria-hidden="true" /> : <ChevronRight aria-hidden="true" />}
      <span className={list["label"]}>{known ? connectionName(known) : host}</span>
      {connection.source === "environment" && <Chip>environment</Chip>}
      {isDefault && !isOnly && <Chip title="Used by the gateway and the command line">default</Chip>}
      <span className={list["url"]}>
        {host} · {publicKey}
      </span>
      <StateChip connection={connection} state={state} />
    </button>
  );
}

function StateChip({ connection, state }: { connection: LangfuseConnectionView; state: LangfuseState | undefined }) {
  if (connection.secretKey.status === "locked") return <Chip tone="bad">key locked</Chip>;
  if (!connection.configured) return <Chip tone="bad">no secret key</Chip>;
  if (state === undefined) return <Chip>not tried</Chip>;
  if (state.kind === "testing") return <Chip>testing…</Chip>;
  if (state.kind === "failed") return <Chip tone="bad">{failedText(state)}</Chip>;
  return <Chip tone="ok">{state.test.writes === false ? "works, reads only" : "works"}</Chip>;
}

function failedText({ error }: Extract<LangfuseState, { kind: "failed" }>): string {
  return error.status === undefined ? "no answer" : `refused ${error.status}`;
}
