import type { SetupDraft } from "@shared/domain/experiment/setup/setup-draft.ts";
import { refOfSource } from "@shared/domain/experiment/source-of-prompt.ts";

/** How an experiment is called that was given no name: its prompt, and what is compared. */
export function suggestedName({ variants }: Pick<SetupDraft, "variants">): string {
  const refs = variants.map(({ prompt }) => refOfSource(prompt));
  const names = [...new Set(refs.flatMap((ref) => (ref ? [ref.name] : [])))];
  const [prompt] = names;
  if (prompt === undefined) return "Name of the experiment";
  const what = new Set(refs.map((ref) => (ref?.version ? `v${ref.version}` : (ref?.label ?? "edit"))));
  const models = new Set(variants.map(({ model }) => model ?? ""));
  const versions = [...what];
  if (names.length > 1) return `${prompt} against ${names.slice(1).join(", ")}`;
  if (versions.length > 1) return `${prompt}: ${versions.slice(0, 3).join(" against ")}`;
  return models.size > 1 ? `${prompt}: ${models.size} models` : prompt;
}
