import type { ModelGroup } from "@shared/domain/model/model.ts";
import { Command } from "cmdk";
import styles from "./ModelPicker.module.css";
import { Tick } from "./Tick.tsx";

interface ModelGroupItemsProps {
  group: ModelGroup;
  chosen: string | null;
  onChoose(model: string): void;
  onAddKey(): void;
}

/** A provider's models, or what keeps them from being used. */
export function ModelGroupItems({ group, chosen, onChoose, onAddKey }: ModelGroupItemsProps) {
  if (group.state === "needs_key" && group.models.length === 0) return <NeedsKey group={group} onAddKey={onAddKey} />;
  return (
    <Command.Group
      className={styles["group"]}
      heading={
        <>
          {group.label}
          {group.state === "needs_key" && " · needs a key"}
          {group.state === "unreachable" && " · not reachable"}
          {group.detail && <span className={styles["groupDetail"]}> {group.detail}</span>}
        </>
      }
    >
      {group.models.map((model) => (
        <Command.Item
          key={model.id}
          className={styles["item"]}
          value={model.id}
          keywords={[model.label, group.label]}
          onSelect={() => onChoose(model.id)}
        >
          <Tick on={chosen === model.id} />
          <span className={styles["label"]}>{model.label}</span>
          {model.origin === "server" && <span className={styles["detail"]}>listed by the server</span>}
        </Command.Item>
      ))}
      {group.state === "needs_key" && <AddKey group={group} onAddKey={onAddKey} />}
    </Command.Group>
  );
}

function NeedsKey({ group, onAddKey }: { group: ModelGroup; onAddKey(): void }) {
  return (
    <Command.Group className={styles["group"]} heading={`${group.label} · needs a key`}>
      <AddKey group={group} onAddKey={onAddKey} />
    </Command.Group>
  );
}

function AddKey({ group, onAddKey }: { group: ModelGroup; onAddKey(): void }) {
  return (
    <Command.Item
      className={styles["item"]}
      value={`add key ${group.provider}`}
      keywords={[group.label]}
      onSelect={onAddKey}
    >
      <Tick on={false} />
      <span className={styles["detail"]}>Add a key in Settings…</span>
    </Command.Item>
  );
}
