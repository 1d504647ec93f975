import type { VariantDraft } from "@shared/domain/prompt/draft.ts";
import type { ProviderView } from "@shared/domain/settings.ts";
import { ChevronDown } from "lucide-react";
import type { PreviewView } from "../../../stores/draft/preview.ts";
import { useView } from "../../../stores/view.ts";
import { Late } from "../../../ui/Late.tsx";
import { lateComponent } from "../../../ui/late-component.ts";
import { Popover } from "../../../ui/Popover.tsx";
import { configModelOf } from "./config-model.ts";
import columnStyles from "./VariantColumn.module.css";

const ModelList = lateComponent(async () => (await import("./ModelList.tsx")).ModelList);

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
          aria-label={`Model: ${shown === null ? "not known yet" : (shown ?? "Choose a model")}`}
        >
          <span>{shown === null ? "…" : (shown ?? "Choose a model")}</span>
          <ChevronDown aria-hidden="true" size={14} />
        </button>
      }
    >
      <Late what="The list of models">
        <ModelList variant={variant} onDone={() => pickModel(null)} />
      </Late>
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

function withoutPrefix(model: string, providers: readonly Pick<ProviderView, "prefix">[]): string {
  const prefix = providers.map((provider) => `${provider.prefix}/`).find((one) => model.startsWith(one));
  return prefix === undefined ? model : model.slice(prefix.length);
}
