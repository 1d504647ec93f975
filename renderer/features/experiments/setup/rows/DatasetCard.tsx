import { Database } from "lucide-react";
import { useState } from "react";
import { useApp } from "../../../../stores/app.ts";
import { useSetup } from "../../../../stores/experiments/setup/setup.ts";
import { connectionName } from "../../../../stores/settings/libraries.ts";
import { useSettings } from "../../../../stores/settings/settings.ts";
import { formatCount } from "../../../../ui/figures.ts";
import { Popover } from "../../../../ui/Popover.tsx";
import { DatasetForm } from "./DatasetForm.tsx";
import { SourceCard } from "./SourceCard.tsx";

/** A dataset of a project that is connected: as it is, or as it was at a time. */
export function DatasetCard() {
  const library = useSettings(({ settings }) => settings?.libraries.find(({ needsConnection }) => needsConnection));
  const table = useSetup((state) => state.table);
  const [open, setOpen] = useState(false);
  const chosen = table?.source === "langfuse";
  const note = chosen ? `${formatCount(table.file ? table.count : table.rows.length)} items` : "Langfuse";
  const card = { icon: <Database aria-hidden="true" />, title: "Dataset", chosen };
  if (!library || library.connections.length === 0) {
    return (
      <SourceCard
        {...card}
        note="connect"
        onClick={() => useApp.getState().show("settings", library?.id ?? "langfuse")}
      />
    );
  }
  return (
    <Popover
      label="A dataset of Langfuse"
      open={open}
      onOpenChange={setOpen}
      trigger={<SourceCard {...card} note={note} />}
    >
      <DatasetForm
        library={library.id}
        connections={library.connections.map((one) => ({ value: one.id, label: connectionName(one) }))}
        first={library.connection?.id ?? ""}
        onDone={() => setOpen(false)}
      />
    </Popover>
  );
}
