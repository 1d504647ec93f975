import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { ProviderView } from "@shared/domain/settings.ts";
import { Command } from "cmdk";
import { ChevronDown, RefreshCw } from "lucide-react";
import { useEffect, useState } from "react";
import { useApp } from "../../../stores/app.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import type { PreviewView } from "../../../stores/draft/preview.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useModels } from "../../../stores/settings/models.ts";
import { useView } from "../../../stores/view.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Popover } from "../../../ui/Popover.tsx";
import { ModelGroupItems } from "./ModelGroupItems.tsx";
import styles from "./ModelPicker.module.css";
import { Tick } from "./Tick.tsx";
import columnStyles from "./VariantColumn.module.css";

interface ModelPickerProps {
  variant: VariantDraft;
  /** The model as it will be sent. `null`: it is still being found out; undefined: nothing names one. */
  shown: string | null | undefined;
}

/** The model's name as a button; opens a list with the prompt's own choice, the providers' models, and free text. */
export function ModelPicker({ variant, shown }: ModelPickerProps) {
  const open = useView((state) => state.pickingModel === variant.id);
  const pickModel = useView((state) => state.pickModel);
  return (
    <Popover
      label="Choose a model"
      open={open}
      onOpenChange={(next) => pickModel(next ? variant.id : null)}
      trigger={
        <button
          type="button"
          className={columnStyles["model"]}
          aria-label={`Model: ${shown === null ? "not known yet" : (shown ?? "none chosen")}`}
        >
          <span>{shown === null ? "…" : (shown ?? "Choose a model")}</span>
          <ChevronDown aria-hidden="true" size={14} />
        </button>
      }
    >
      <ModelList variant={variant} onDone={() => pickModel(null)} />
    </Popover>
  );
}

/**
 * The model of a variant as it is shown: as it will be sent, and where that could not be planned, as it was chosen or as
 * the prompt's config names it. The provider's prefix is left out in both, so that the name does not change its form.
 */
export function modelToShow(
  variant: VariantDraft,
  view: PreviewView | undefined,
  providers: readonly Pick<ProviderView, "prefix">[],
): string | null | undefined {
  const { preview, error } = view ?? {};
  if (preview?.plan) return preview.plan.route.model;
  const named = variant.modelOverride ?? configModelOf(preview?.resolved?.prompt.config);
  if (named !== undefined) return withoutPrefix(named, providers);
  return preview || error ? undefined : null;
}

function configModelOf(config: JsonValue | undefined): string | undefined {
  const model = isJsonObject(config) ? config["model"] : undefined;
  return typeof model === "string" && model !== "" ? model : undefined;
}

function withoutPrefix(model: string, providers: readonly Pick<ProviderView, "prefix">[]): string {
  const prefix = providers.map((provider) => `${provider.prefix}/`).find((one) => model.startsWith(one));
  return prefix === undefined ? model : model.slice(prefix.length);
}

function ModelList({ variant, onDone }: { variant: VariantDraft; onDone(): void }) {
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
