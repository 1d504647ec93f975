import { parseArgs } from "node:util";
import { describeParseError } from "../describe-parse-error.ts";
import { type CommandSpec, UsageFailure } from "./command.ts";

/** The words after a command, taken apart. */
export interface ReadWords {
  operands: string[];
  flag(name: string): boolean;
  text(name: string): string | undefined;
  list(name: string): string[];
}

/** @throws UsageFailure for unknown options, missing and unknown values, too many operands. */
export function readWords(words: readonly string[], spec: CommandSpec, mostOperands: number): ReadWords {
  const { values, positionals } = parse(words, spec);
  if (positionals.length > mostOperands) {
    throw new UsageFailure(`“${positionals[mostOperands]}” is one word too many; quote names with spaces.`);
  }
  for (const { name, choices } of spec.options) {
    const given = values[name];
    if (choices && typeof given === "string" && !choices.includes(given)) {
      throw new UsageFailure(`--${name} is one of ${choices.join(", ")}.`);
    }
  }
  const prefixed = new Set(spec.options.filter(({ prefix }) => prefix !== undefined).map(({ name }) => name));
  return {
    operands: positionals,
    flag: (name) => values[name] === true || (prefixed.has(name) && values[name] !== undefined),
    text: (name) => {
      const value = values[name];
      return typeof value === "string" ? value : undefined;
    },
    list: (name) => {
      const value = values[name];
      return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
    },
  };
}

function parse(words: readonly string[], { options }: CommandSpec) {
  const known = options.map(({ name, value, prefix, many }) => {
    const isSwitch = value === undefined && prefix === undefined;
    return [name, { type: isSwitch ? "boolean" : "string", multiple: many ?? false }] as const;
  });
  try {
    return parseArgs({
      args: joinPrefixed(words, options),
      allowPositionals: true,
      options: Object.fromEntries(known),
    });
  } catch (error) {
    throw new UsageFailure(describeParseError(error));
  }
}

/** `--name` and the word behind it as one, where that begins as its value does; else with an empty value. */
function joinPrefixed(words: readonly string[], options: CommandSpec["options"]): string[] {
  const joined: string[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [word = "", next = ""] = [words[at], words[at + 1]];
    const prefix = options.find(({ name }) => word === `--${name}`)?.prefix;
    if (prefix === undefined) joined.push(word);
    else if (!next.startsWith(prefix)) joined.push(`${word}=`);
    else {
      joined.push(`${word}=${next}`);
      at += 1;
    }
  }
  return joined;
}

/** @throws UsageFailure */
export function positiveInteger(name: string, text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new UsageFailure(`--${name} ${text} is not a whole number from 1 on.`);
  return Number(text);
}

/** @throws UsageFailure when a version is named in two ways, of which only one could count. */
export function oneVersion({ text }: ReadWords): void {
  if (text("label") !== undefined && text("version") !== undefined) {
    throw new UsageFailure("Give --label or --version, not both.");
  }
}
