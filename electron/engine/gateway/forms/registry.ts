import { chatForm } from "./chat/form.ts";
import type { ClientForm } from "./client-form.ts";

/** Every form the gateway answers; a new one is a folder and a line here. The first is that of what is asked nowhere. */
export const builtInForms: readonly [ClientForm, ...ClientForm[]] = [chatForm];

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

function matchPath(pattern: readonly string[], segments: readonly string[]): { encodedModel?: string } | undefined {
  if (pattern.length !== segments.length) return undefined;
  const place = pattern.indexOf("{model}");
  const fits = pattern.every((part, index) => (index === place ? segments[index] !== "" : part === segments[index]));
  if (!fits) return undefined;
  const encodedModel = segments[place];
  return encodedModel === undefined ? {} : { encodedModel };
}
