import { Environment, Interpreter, parse, tokenize } from "@huggingface/jinja";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { JsonObject } from "@shared/domain/json/json.ts";
import { jinjaNames } from "@shared/domain/template/jinja-names.ts";
import type { RenderedText } from "@shared/domain/template/text-renderer.ts";

/*
 * Jinja2 by an interpreter that goes over a syntax tree: no code is made of a template, and it reaches nothing but the
 * values it is given. What it costs is bounded here.
 */

const mostSteps = 1_000_000;
const mostCharacters = 64 * 1024 * 1024;
const longestText = 8 * 1024 * 1024;
const mostItems = 100_000;
const mostMs = 2_000;
/** One that does not end goes on to the end of the text, which is then read once; it is no block. */
const rawBlock = /\{%-?\s*raw\s*-?%\}([\s\S]*?)(\{%-?\s*endraw\s*-?%\}|$)/g;

/** Everything a template makes passes `evaluate`: each step, each text and each list is counted there. */
export class BoundedInterpreter extends Interpreter {
  #steps = 0;
  #characters = 0;
  readonly #until = performance.now() + mostMs;

  override evaluate(...given: Parameters<Interpreter["evaluate"]>): ReturnType<Interpreter["evaluate"]> {
    this.#steps += 1;
    if (this.#steps > mostSteps) throw tooMuch("takes too many steps");
    if (this.#steps % 1_000 === 0 && performance.now() > this.#until) throw tooMuch("takes too long");
    const made = super.evaluate(...given);
    const value: unknown = made.value;
    if (typeof value === "string") {
      this.#characters += value.length;
      if (value.length > longestText || this.#characters > mostCharacters) throw tooMuch("writes too much text");
    } else if (Array.isArray(value) && value.length > mostItems) throw tooMuch("makes too long a list");
    return made;
  }
}

/**
 * Fills a text by the rules of Jinja2, as LiteLLM does: a name without a value is nothing.
 * @throws AppFailure `template_invalid` for what is no Jinja2, fails, or goes beyond the bounds.
 */
export function renderJinjaText(template: string, variables: JsonObject): RenderedText {
  const names = jinjaNames(template);
  const text = fillBounded(template, variables);
  return {
    text,
    segments: text === template ? [{ kind: "text", text }] : [{ kind: "section", name: names[0] ?? "", text }],
    missing: names.filter((name) => !Object.hasOwn(variables, name)),
    used: names.filter((name) => Object.hasOwn(variables, name)),
  };
}

/**
 * The same as a text alone.
 * @param Dialect goes over the tree; those of other languages tell where they differ.
 * @throws AppFailure `template_invalid`
 */
export function fillBounded(template: string, variables: JsonObject, Dialect = BoundedInterpreter): string {
  try {
    const environment = new Environment();
    // The interpreter has no raw blocks: what is in one is handed over as a value.
    let raws = 0;
    const withoutRaw = template.replace(rawBlock, (whole: string, text: string, end: string) => {
      if (end === "") return whole;
      raws += 1;
      environment.set(`__raw_${raws}__`, text);
      return `{{ __raw_${raws}__ }}`;
    });
    const program = parse(tokenize(withoutRaw, { lstrip_blocks: false, trim_blocks: false }));
    for (const [name, value] of [
      ["true", true],
      ["True", true],
      ["false", false],
      ["False", false],
    ] as const) {
      environment.set(name, value);
    }
    environment.set("none", null);
    environment.set("None", null);
    environment.set("range", boundedRange);
    for (const [name, value] of Object.entries(variables)) environment.set(name, value);
    return String(new Dialect(environment).run(program).value);
  } catch (error) {
    if (error instanceof AppFailure) throw error;
    const words = error instanceof RangeError ? "it is nested too deeply" : error instanceof Error ? error.message : "";
    throw new AppFailure("template_invalid", {
      message: `This Jinja2 template cannot be filled: ${words.slice(0, 300)}.`,
      advice: "Mend the template; blocks, filters and tests of Jinja2 are known, extensions and includes are not.",
    });
  }
}

function boundedRange(...given: unknown[]): number[] {
  const numbers = given.map(Number).filter((number) => Number.isFinite(number));
  const [start = 0, stop = 0, step = 1] = numbers.length === 1 ? [0, numbers[0] ?? 0, 1] : numbers;
  const count = Math.ceil((stop - start) / step);
  if (!Number.isFinite(count) || count > mostItems) throw tooMuch("makes too long a list");
  return Array.from({ length: Math.max(0, count) }, (_none, index) => start + index * step);
}

function tooMuch(what: string): AppFailure {
  return new AppFailure("template_invalid", {
    message: `This Jinja2 template ${what}.`,
    advice: "Use fewer or shorter loops.",
  });
}
