import { chatForm } from "./chat/form.ts";
import type { ClientForm } from "./client-form.ts";
import { completionsForm } from "./completions/form.ts";
import { embeddingsForm } from "./embeddings/form.ts";
import { messagesForm } from "./messages/form.ts";
import { responsesForm } from "./responses/form.ts";

/**
 * Every form the gateway answers; a new one is a folder and a line here. The first is that of what is asked nowhere, and
 * of two whose paths fit the first counts.
 */
export const builtInForms: readonly [ClientForm, ...ClientForm[]] = [
  chatForm,
  messagesForm,
  responsesForm,
  completionsForm,
  embeddingsForm,
];

/** The form that is asked at a path, with the model the path names; undefined for a path of none. */
export function formAt(
  path: string,
  forms: readonly ClientForm[],
): { form: ClientForm; encodedModel?: string } | undefined {
  const segments = path.split("/");
  for (const form of forms) {
    for (const pattern of form.paths) {
      const match = matchPath(pattern.split("/"), segments);
      if (match) return { form, ...match };
    }
  }
  return undefined;
}

/** The form whose kept answers lie at a path, and the id in it; undefined for a path of none. */
export function keptAt(
  path: string,
  forms: readonly ClientForm[],
): { form: ClientForm; encodedId: string } | undefined {
  const [last, ...before] = path.split("/").toReversed();
  const folder = before.toReversed().join("/");
  if (last === undefined || last === "") return undefined;
  const form = forms.find(({ kept }) => kept?.paths.includes(`${folder}/{id}`));
  return form && { form, encodedId: last };
}

/** Names of models may have slashes in them. */
function matchPath(pattern: readonly string[], segments: readonly string[]): { encodedModel?: string } | undefined {
  const place = pattern.indexOf("{model}");
  if (place < 0) return pattern.join("/") === segments.join("/") ? {} : undefined;
  const behind = pattern.length - place - 1;
  const named = segments.slice(place, segments.length - behind);
  const fits =
    named.length > 0 &&
    !named.includes("") &&
    pattern.slice(0, place).every((part, index) => part === segments[index]) &&
    (behind === 0 || pattern.slice(-behind).join("/") === segments.slice(-behind).join("/"));
  return fits ? { encodedModel: named.join("/") } : undefined;
}
