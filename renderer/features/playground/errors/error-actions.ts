import type { ErrorAction } from "@shared/domain/error/error.ts";
import { useApp } from "../../../stores/app.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { usePrompt } from "../../../stores/prompts/prompt.ts";
import { useView } from "../../../stores/view.ts";

/** Does what a button of an error says. `retry` belongs to the place that failed and is not handled here. */
export function actOnError(action: Exclude<ErrorAction, "retry">, variantId: string | undefined): void {
  const view = useView.getState();
  const app = useApp.getState();
  const variant = variantId ?? view.focusedVariant ?? useDraft.getState().draft.variants[0]?.id ?? "";
  switch (action) {
    case "show_request":
      view.setVariantTab(variant, "request");
      return;
    case "open_settings":
      app.show("settings");
      return;
    case "connect_langfuse":
      app.show("settings", "langfuse");
      return;
    case "add_provider":
      app.show("settings", "providers");
      return;
    case "choose_model":
      view.pickModel(variant);
      return;
    case "choose_version":
      view.setPromptTab("versions");
      return;
    case "fill_variables":
      document.querySelector<HTMLElement>("[data-unset]")?.focus();
      return;
    case "reload_prompt": {
      const { ref, open } = usePrompt.getState();
      void open(ref, { refresh: true });
      return;
    }
  }
}
