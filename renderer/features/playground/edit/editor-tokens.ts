import { referencesIn } from "@shared/domain/prompt/prompt-references.ts";
import type { CodeToken, CompleteText } from "../../../ui/code/code-marks.ts";
import { splitTemplate } from "../text/template-parts.ts";

/** What the tokens of a template depend on besides its text. */
export interface TokenFacts {
  hasValue(variable: string): boolean;
  /** Not in the version the edit was made from. */
  isNew(variable: string): boolean;
  /** Whether the library has a prompt; undefined while that is not known. */
  hasPrompt(name: string): boolean | undefined;
  /** The names a tag asks for; absent where all that stands in it is one name. */
  namesIn?(tag: string): readonly string[];
  /** What becomes of a variable without a value, where it does not stay as it stands. */
  unsetIs?: string;
}

/**
 * Variables and references of a template as tokens. A variable without a value and a reference that leads nowhere are
 * marked; the link of one that leads somewhere is the reference itself.
 */
export function templateTokens(text: string, facts: TokenFacts): CodeToken[] {
  const tokens: CodeToken[] = [];
  let from = 0;
  for (const { kind, text: part } of splitTemplate(text)) {
    const to = from + part.length;
    if (kind === "reference") tokens.push({ from, to, ...referenceToken(part, facts) });
    else if (kind === "variable") tokens.push({ from, to, ...variableToken(part, facts) });
    from = to;
  }
  return tokens;
}

function variableToken(
  tag: string,
  { hasValue, isNew, namesIn, unsetIs = "sent as it stands" }: TokenFacts,
): Omit<CodeToken, "from" | "to"> {
  const names = namesIn ? namesIn(tag) : [tag.slice(2, -2).trim()];
  const unset = names.filter((name) => !hasValue(name));
  if (unset.length === 0) return { kind: "variable" };
  return { kind: "unset", title: `${unset.some(isNew) ? "New in this edit, not" : "Not"} set: ${unsetIs}` };
}

function referenceToken(part: string, { hasPrompt }: TokenFacts): Omit<CodeToken, "from" | "to"> {
  const [reference] = referencesIn(part);
  if (!reference) return { kind: "unknown", title: "No reference: it needs a name and a version or label" };
  const { name } = reference;
  if (hasPrompt(name) === false) return { kind: "unknown", title: `There is no prompt ${name} here` };
  const which = "label" in reference ? reference.label : `v${reference.version}`;
  return { kind: "reference", title: `Ctrl or ⌘ and a click opens ${name} (${which})`, link: part };
}

/** A prompt that can be referred to, with the labels and versions it has. */
export interface NamedPrompt {
  name: string;
  labels: readonly string[];
  versions: readonly string[];
}

/** The signs a reference begins with and what is typed behind them, its first word or a name at once. They end one too. */
function begunReference(before: string): [whole: string, typed: string] | null {
  const outside = before.replace(/@@@langfusePrompt:(?:(?!@@@).)*@@@/g, "");
  const [whole] = /@@@[^@|\s]*$/.exec(outside) ?? [];
  // The editor looks for the typed letters in what is offered.
  return whole === undefined ? null : [whole, ""];
}

/** Completes names of variables behind `{{`, and in a reference names of prompts, then their labels and versions. */
export function completeTemplate(variables: readonly string[], prompts: readonly NamedPrompt[]): CompleteText {
  return (before) => {
    const which = /@@@langfusePrompt:name=([^|@\n]+)\|([^|@\n]*)$/.exec(before);
    if (which) {
      const [, name, typed = ""] = which;
      const prompt = prompts.find((one) => one.name === name);
      const ends = [
        ...(prompt?.labels ?? []).map((label) => `label=${label}`),
        ...(prompt?.versions ?? []).toReversed().map((version) => `version=${version}`),
      ];
      return {
        from: before.length - typed.length,
        options: ends.map((label) => ({ label, apply: `${label}@@@` })),
      };
    }
    const reference = /@@@langfusePrompt:(?:name=)?([^|@\n]*)$/.exec(before) ?? begunReference(before);
    if (reference) {
      const [whole, typed = ""] = reference;
      return {
        from: before.length - whole.length,
        options: prompts
          .filter(({ name }) => name.startsWith(typed))
          .map(({ name, labels, versions }) => {
            const label = labels.includes("production") ? "label=production" : `version=${versions.at(-1) ?? "1"}`;
            const start = `@@@langfusePrompt:name=${name}`;
            return { label: start, apply: `${start}|${label}@@@` };
          }),
      };
    }
    const variable = /\{\{([^{}\n]*)$/.exec(before);
    if (!variable) return null;
    const typed = (variable[1] ?? "").trimStart();
    return {
      from: before.length - typed.length,
      options: variables.map((name) => ({ label: name, apply: `${name}}}`, detail: "variable" })),
    };
  };
}
