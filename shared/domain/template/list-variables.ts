import type { CompileMode } from "../prompt/compiled.ts";
import type { TemplateFormat, TemplateItem } from "../prompt/prompt.ts";
import { jinjaNames } from "./jinja-names.ts";
import { scanTags } from "./scan.ts";

export interface TemplateNames {
  variables: string[];
  placeholders: string[];
}

/**
 * The names a prompt can be filled with, each once, in order of first appearance; meant for the fields of a form.
 * In `python` mode any text between braces is a name but the empty one. In `js` mode the marks of mustache are taken
 * off: `{{#list}}` asks for `list`, `{{user.name}}` for `user`, comments and closing tags for nothing.
 */
export function listVariables(
  prompt: string | readonly TemplateItem[],
  mode: CompileMode | TemplateFormat = "python",
): TemplateNames {
  const variables = new Set<string>();
  const placeholders = new Set<string>();
  const collect = (template: string) => {
    if (mode === "jinja2") for (const name of jinjaNames(template)) variables.add(name);
    else
      for (const tag of scanTags(template)) {
        const name = mode === "python" ? tag.name : mustacheName(tag.name);
        if (name !== "") variables.add(name);
      }
  };
  if (typeof prompt === "string") collect(prompt);
  else {
    for (const item of prompt) {
      if (item.type === "placeholder") placeholders.add(item.name);
      else collect(item.content);
    }
  }
  return { variables: [...variables], placeholders: [...placeholders] };
}

function mustacheName(tag: string): string {
  if (/^[/!>=]/.test(tag)) return "";
  const name = tag.replace(/^[#^&{]/, "").trim();
  if (name === ".") return "";
  const dot = name.indexOf(".");
  return dot > 0 ? name.slice(0, dot) : name;
}
