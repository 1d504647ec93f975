import { Environment } from "@huggingface/jinja";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import { BoundedInterpreter, fillBounded } from "./jinja-template.ts";

/*
 * Nunjucks, the language of promptfoo's prompts, as far as it differs from Jinja2: objects and lists are written as
 * JavaScript does, `dump` is JSON, and what is not there has no length, no parts and no letters.
 */

type Evaluated = ReturnType<BoundedInterpreter["evaluate"]>;
type Node = Parameters<BoundedInterpreter["evaluate"]>[0] & {
  operand?: Node;
  filter?: { type: string; value?: string; callee?: { value?: string } };
};

class NunjucksInterpreter extends BoundedInterpreter {
  override evaluate(...given: Parameters<BoundedInterpreter["evaluate"]>): Evaluated {
    const [node, environment] = given as [Node, Environment];
    if (node.type === "MemberExpression") return asWritten(this.#member(given));
    const { operand, filter } = node;
    if (node.type !== "FilterExpression" || !operand || !filter) return asWritten(super.evaluate(...given));
    const name = filter.value ?? filter.callee?.value;
    if (name === "dump") return runtimeValue(JSON.stringify(plain(this.evaluate(operand, environment))));
    if (name === "default") return asWritten(super.evaluate(...given));
    const value = this.evaluate(operand, environment);
    if (!isNothing(value)) {
      if (name === "length" && value.type === "ObjectValue")
        return runtimeValue((value.value as Map<string, unknown>).size);
      return asWritten(super.evaluate(...given));
    }
    return name === "length" ? runtimeValue(0) : runtimeValue("");
  }

  /** A part of what has none is nothing. */
  #member(given: Parameters<BoundedInterpreter["evaluate"]>): Evaluated {
    try {
      return super.evaluate(...given);
    } catch (error) {
      if (error instanceof AppFailure || !(error instanceof Error)) throw error;
      return runtimeValue(undefined);
    }
  }
}

/**
 * Fills a text by the rules of Nunjucks, without escaping: a name without a value is nothing.
 * @throws AppFailure `template_invalid` for what is none, fails, or goes beyond the bounds of `renderJinjaText`.
 */
export function renderNunjucksText(template: string, variables: JsonObject): string {
  // The reader of Jinja2 drops a line end at the close, as Python does; this one does not.
  return fillBounded(`${template}{{ "" }}`, variables, NunjucksInterpreter);
}

function isNothing({ type }: Evaluated): boolean {
  return type === "UndefinedValue" || type === "NullValue";
}

/** A value as the interpreter has it; the package gives its classes no name outside. */
function runtimeValue(value: JsonValue | undefined): Evaluated {
  return new Environment().set("value", value);
}

/** Written into a text as JavaScript does. */
function asWritten(made: Evaluated): Evaluated {
  if (made.type === "ObjectValue") made.toString = () => "[object Object]";
  if (made.type === "ArrayValue") {
    const items = made.value as Evaluated[];
    made.toString = () => items.map((item) => (isNothing(item) ? "" : asWritten(item).toString())).join(",");
  }
  return made;
}

function plain({ type, value }: Evaluated): JsonValue {
  if (type === "ArrayValue") return (value as Evaluated[]).map(plain);
  if (type === "ObjectValue") {
    return Object.fromEntries([...(value as Map<string, Evaluated>)].map(([key, one]) => [key, plain(one)]));
  }
  return (value ?? null) as JsonValue;
}
