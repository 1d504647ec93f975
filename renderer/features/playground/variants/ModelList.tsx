import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { RefreshCw } from "lucide-react";
import { useEffect, useMemo, useState } from "react";
import { useApp } from "../../../stores/app.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { type ModelOption, modelChoices } from "../../../stores/settings/model-choices.ts";
import { readRecent, withRecent } from "../../../stores/settings/model-order.ts";
import { useModels } from "../../../stores/settings/models.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Picker } from "../../../ui/Picker.tsx";
import { configModelOf } from "./config-model.ts";

/** What a variant can run on: the prompt's own choice, the providers' models, and what is typed. */
export function ModelList({ variant, onDone }: { variant: VariantDraft; onDone(): void }) {
  const models = useModels();
  const { loading, load } = models;
  const config = usePrompt((state) => state.resolved?.prompt.config);
  const kept = useDraft((state) => state.draft.layout["recentModels"]);
  const [typed, setTyped] = useState("");
  useEffect(() => void load(false), [load]);
  const sections = useMemo(
    () =>
      modelChoices({
        models,
        typed,
        chosen: variant.modelOverride,
        config: { model: configModelOf(config) },
        recent: readRecent(kept),
      }),
    [models, typed, variant.modelOverride, config, kept],
  );
  const choose = ({ takes }: ModelOption) => {
    onDone();
    if (takes === "add key") return useApp.getState().show("settings", "providers");
    const { draft, setLayout, setModel } = useDraft.getState();
    setModel(variant.id, takes.model);
    if (takes.model !== null) setLayout("recentModels", withRecent(draft.layout["recentModels"], takes.model));
  };
  return (
    <Picker
      label="Models"
      placeholder="Filter, or type provider/model"
      typed={typed}
      onType={setTyped}
      sections={sections}
      end={
        <IconButton
          size="small"
          label="Ask the providers again"
          disabled={loading}
          icon={<RefreshCw aria-hidden="true" />}
          onClick={() => load(true)}
        />
      }
      onChoose={choose}
    />
  );
}
