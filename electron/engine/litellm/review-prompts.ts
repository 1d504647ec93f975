import { isNothing, type ReadIo } from "./read-values.ts";
import { entryOf, type YamlMap, type YamlTree } from "./yaml-tree.ts";

/**
 * The section `prompts` is kept and does nothing (`README.md#the-key-prompts`); what is said of it depends on where its
 * prompts are meant to come from.
 */
export function reviewPrompts(root: YamlMap, io: ReadIo): void {
  const section = entryOf(root, "prompts");
  if (!section || isNothing(section.value)) return;
  const ofLangfuse = integrationsIn(section.value).includes("langfuse");
  io.problems.warn(section.keyAt, "prompts", {
    code: "key_not_applied",
    message: ofLangfuse
      ? "prompts is kept, but does nothing in Promptscope; LiteLLM 1.108.7 does not start with prompt_integration: langfuse."
      : "prompts is kept, but does nothing in Promptscope.",
    fix: "For a prompt of Langfuse add an entry to model_list with model: langfuse/gpt-4o and prompt_id.",
  });
}

function integrationsIn(section: YamlTree): string[] {
  if (section.kind !== "list") return [];
  return section.items.flatMap((item) => {
    const params = item.kind === "map" ? entryOf(item, "litellm_params")?.value : undefined;
    const integration = params?.kind === "map" ? entryOf(params, "prompt_integration")?.value : undefined;
    return integration?.kind === "scalar" && typeof integration.value === "string" ? [integration.value] : [];
  });
}
