import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { Command } from "cmdk";
import { RefreshCw } from "lucide-react";
import { useEffect, useState } from "react";
import { useApp } from "../../../stores/app.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useModels } from "../../../stores/settings/models.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { configModelOf } from "./config-model.ts";
import { ModelGroupItems } from "./ModelGroupItems.tsx";
import styles from "./ModelPicker.module.css";
import { Tick } from "./Tick.tsx";

/** What a variant can run on: the prompt's own choice, the providers' models, and what is typed. */
export function ModelList({ variant, onDone }: { variant: VariantDraft; onDone(): void }) {
  const { groups, loading, error, load } = useModels();
  const setModel = useDraft((state) => state.setModel);
  const show = useApp((state) => state.show);
  const config = usePrompt((state) => state.resolved?.prompt.config);
  const [typed, setTyped] = useState("");
  useEffect(() => {
    void load(false);
  }, [load]);

  const configModel = configModelOf(config);
  const wanted = typed.trim();
  const known = groups.some((group) => group.models.some((model) => model.id === wanted));
  const choose = (model: string | null) => {
    setModel(variant.id, model);
    onDone();
  };
  return (
    <Command className={styles["picker"]} label="Models" loop>
      <div className={styles["search"]}>
        <Command.Input
          className={styles["input"]}
          value={typed}
          onValueChange={setTyped}
          placeholder="Filter, or type provider/model"
          autoFocus
        />
        <IconButton
          size="small"
          label="Ask the providers again"
          disabled={loading}
          icon={<RefreshCw aria-hidden="true" />}
          onClick={() => load(true)}
        />
      </div>
      <Command.List className={styles["list"]} label="Models">
        {error && <p className={styles["state"]}>{error.message}</p>}
        <Command.Item
          className={styles["item"]}
          value="use prompt config"
          keywords={["langfuse", configModel ?? ""]}
          onSelect={() => choose(null)}
        >
          <Tick on={variant.modelOverride === null} />
          <span className={styles["label"]}>Use the prompt’s config</span>
          <span className={styles["detail"]}>{configModel ?? "names no model"}</span>
        </Command.Item>
        {wanted !== "" && !known && (
          <Command.Item className={styles["item"]} value={wanted} forceMount onSelect={() => choose(wanted)}>
            <Tick on={variant.modelOverride === wanted} />
            <span className={styles["label"]}>Use “{wanted}”</span>
            <span className={styles["detail"]}>
              {wanted.startsWith("langfuse/") ? "the prompt’s config wins over it" : "override"}
            </span>
          </Command.Item>
        )}
        {groups.map((group) => (
          <ModelGroupItems
            key={group.provider}
            group={group}
            chosen={variant.modelOverride}
            onChoose={choose}
            onAddKey={() => {
              onDone();
              show("settings", "providers");
            }}
          />
        ))}
        {groups.length === 0 && loading && <p className={styles["state"]}>Loading models…</p>}
      </Command.List>
    </Command>
  );
}
