import type { SetupDraft } from "@shared/domain/experiment/setup/setup-draft.ts";
import { refOfSource } from "@shared/domain/experiment/source-of-prompt.ts";

/** How an experiment is called that was given no name: its prompt, and what is compared. */
export function suggestedName({ variants }: Pick<SetupDraft, "variants">): string {
  const refs = variants.map(({ prompt }) => refOfSource(prompt));
  const names = [...new Set(refs.flatMap((ref) => (ref ? [ref.name] : [])))];
  const [prompt] = names;
  if (prompt === undefined) return variants.length === 0 ? "Name of the experiment" : modelNames(variants);
  const what = new Set(refs.map((ref) => (ref?.version ? `v${ref.version}` : (ref?.label ?? "edit"))));
  const models = new Set(variants.map(({ model }) => model ?? ""));
  const versions = [...what];
  if (names.length > 1) return `${prompt} against ${names.slice(1).join(", ")}`;
  if (versions.length > 1) return `${prompt}: ${versions.slice(0, 3).join(" against ")}`;
  return models.size > 1 ? `${prompt}: ${models.size} models` : prompt;
}

/** Of texts that have no name of their own: which models are asked. */
function modelNames(variants: SetupDraft["variants"]): string {
  const models = new Set(variants.flatMap(({ model }) => (model ? [model.slice(model.lastIndexOf("/") + 1)] : [])));
  return models.size === 0 ? "Experiment" : [...models].slice(0, 3).join(" against ");
}
