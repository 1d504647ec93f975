import type { ModelGroup } from "@shared/domain/model/model.ts";
import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { Command } from "cmdk";
import { RefreshCw } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useApp } from "../../../stores/app.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useModels } from "../../../stores/settings/models.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { configModelOf } from "./config-model.ts";
import { ModelGroupItems } from "./ModelGroupItems.tsx";
import styles from "./ModelPicker.module.css";
import { orderGroups, rankModel, readRecent, withRecent } from "./model-order.ts";
import { Tick } from "./Tick.tsx";

/** Before what was typed, where it is offered as it is behind all matches. */
const asTyped = "as typed: ";

const rank = (value: string, typed: string, keywords?: string[]): number =>
  value.startsWith(asTyped) ? 0.001 : rankModel(value, typed, keywords);

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
  const known = groups.find((group) => group.models.some((model) => model.id === wanted));
  // The model of the typed name stands first and is one option, whether its list has come or not: in the moment in which
  // two took turns, Enter chose another provider’s.
  const { chat, others } = useMemo(() => orderGroups(groups.map((group) => without(group, wanted))), [groups, wanted]);
  const recent = readRecent(useDraft((state) => state.draft.layout["recentModels"]));
  const choose = (model: string | null) => {
    setModel(variant.id, model);
    const { draft, setLayout } = useDraft.getState();
    if (model !== null) setLayout("recentModels", withRecent(draft.layout["recentModels"], model));
    onDone();
  };
  const addKey = () => {
    onDone();
    show("settings", "providers");
  };
  // No model's name has a space in it: it is a search, and the best match comes first.
  const isSearch = /\s/.test(wanted);
  return (
    <Command className={styles["picker"]} label="Models" loop filter={rank}>
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
        {wanted !== "" && (
          <Command.Item
            className={styles["item"]}
            value={isSearch ? `${asTyped}${wanted}` : wanted}
            forceMount
            onSelect={() => choose(wanted)}
          >
            <Tick on={variant.modelOverride === wanted} />
            <span className={styles["label"]}>{known ? wanted : `Use “${wanted}”`}</span>
            <span className={styles["detail"]}>
              {known?.label ?? (wanted.startsWith("langfuse/") ? "the prompt’s config wins over it" : "override")}
            </span>
          </Command.Item>
        )}
        {wanted === "" && recent.length > 0 && (
          <Command.Group className={styles["group"]} heading="Recent">
            {recent.map((model) => (
              <Command.Item
                key={model}
                className={styles["item"]}
                value={`recent ${model}`}
                onSelect={() => choose(model)}
              >
                <Tick on={variant.modelOverride === model} />
                <span className={styles["label"]}>{model}</span>
              </Command.Item>
            ))}
          </Command.Group>
        )}
        {chat.map((group) => (
          <ModelGroupItems
            key={group.provider}
            group={group}
            chosen={variant.modelOverride}
            onChoose={choose}
            onAddKey={addKey}
          />
        ))}
        {others.map((group) => (
          <ModelGroupItems
            key={`${group.provider} others`}
            group={{ ...group, label: `${group.label}: not for chat` }}
            chosen={variant.modelOverride}
            onChoose={choose}
            onAddKey={addKey}
          />
        ))}
        {groups.length === 0 && loading && <p className={styles["state"]}>Loading models…</p>}
      </Command.List>
    </Command>
  );
}

function without(group: ModelGroup, id: string): ModelGroup {
  return { ...group, models: group.models.filter((model) => model.id !== id) };
}
