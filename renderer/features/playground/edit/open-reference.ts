import type { PromptRef } from "@shared/domain/prompt/prompt.ts";
import { identityOf } from "@shared/domain/prompt/prompt-key.ts";
import { referencesIn } from "@shared/domain/prompt/prompt-references.ts";
import { useDraft } from "../../../stores/draft/draft.ts";
import { useLibrary } from "../../../stores/prompts/library.ts";

/** Opens the prompt that a reference in the open one leads to, at the version or label it names. */
export function openReference(tag: string): void {
  const [reference] = referencesIn(tag);
  if (!reference) return;
  const { name } = reference;
  openBeside(name, "label" in reference ? { label: reference.label } : { version: reference.version });
}

/** Opens another prompt of the library and project that the open one lies in. */
export function openBeside(name: string, which: Pick<PromptRef, "label" | "version">): void {
  const { draft, openPrompt } = useDraft.getState();
  if (!draft.openPrompt) return;
  const { library, connection, project } = draft.openPrompt;
  const place = { library, ...(connection ? { connection } : {}), ...(project ? { project } : {}) };
  useLibrary.getState().reveal({ ...place, name });
  openPrompt({ ...identityOf({ ...place, name }), ...which });
}
