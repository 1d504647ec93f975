import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import { RefreshCw } from "lucide-react";
import { useEffect, useState } from "react";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useModels } from "../../../stores/settings/models.ts";
import { takeModel, useModelChoices } from "../../../stores/settings/use-model-choices.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Picker } from "../../../ui/Picker.tsx";
import { configModelOf } from "./config-model.ts";

/** What a variant can run on: the prompt's own choice, the providers' models, and what is typed. */
export function ModelList({ variant, onDone }: { variant: VariantDraft; onDone(): void }) {
  const loading = useModels((state) => state.loading);
  const load = useModels((state) => state.load);
  const config = usePrompt((state) => state.resolved?.prompt.config);
  const [typed, setTyped] = useState("");
  useEffect(() => void load(false), [load]);
  const sections = useModelChoices({
    typed,
    chosen: variant.modelOverride,
    config: { model: configModelOf(config) },
  });
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
      onChoose={(option) => {
        onDone();
        takeModel(option, (model) => useDraft.getState().setModel(variant.id, model));
      }}
    />
  );
}
