import type { CodeToken, CompleteText } from "../../../ui/code/code-marks.ts";
import { splitTemplate } from "../text/template-parts.ts";

/** Variables and references of a template as tokens; a variable that has no value is marked. */
export function templateTokens(text: string, hasValue: (name: string) => boolean): CodeToken[] {
  const tokens: CodeToken[] = [];
  let from = 0;
  for (const { kind, text: part } of splitTemplate(text)) {
    const to = from + part.length;
    if (kind === "reference") tokens.push({ from, to, kind });
    else if (kind === "variable") {
      const isSet = hasValue(part.slice(2, -2).trim());
      tokens.push({ from, to, ...(isSet ? { kind } : { kind: "unset", title: "Not set: sent as it stands" }) });
    }
    from = to;
  }
  return tokens;
}

/** Completes names of variables behind `{{`, and names of prompts in a reference. */
export function completeTemplate(variables: readonly string[], prompts: readonly string[]): CompleteText {
  return (before) => {
    const reference = /@@@langfusePrompt:(?:name=)?([^|@\n]*)$/.exec(before);
    if (reference) {
      const [whole, typed = ""] = reference;
      return {
        from: before.length - whole.length,
        options: prompts
          .filter((name) => name.startsWith(typed))
          .map((name) => ({
            label: `@@@langfusePrompt:name=${name}`,
            apply: `@@@langfusePrompt:name=${name}|label=production@@@`,
          })),
      };
    }
    const variable = /\{\{[ \t]*([^{}\n]*)$/.exec(before);
    if (!variable) return null;
    const typed = variable[1] ?? "";
    return {
      from: before.length - typed.length,
      options: variables.map((name) => ({ label: name, apply: `${name}}}`, detail: "variable" })),
    };
  };
}
