import { refTo2 } from "./upgrade-ref.ts";

/*
 * Drafts and saved inputs as earlier versions wrote them, brought up to date when they are read. What was kept for
 * `langfuse:name` belonged to whatever project was connected. It goes to the connection that is set up at the first
 * start; with none it keeps its key and waits, and the playground offers it where a prompt of that name is opened.
 */

type Stored = Record<string, unknown>;

/** The connection that what is kept from before goes to, by library; a library without one is absent. */
export type Places = Readonly<Record<string, string>>;

export const keptValuesVersion = 2;

/** A stored draft as `{version, draft}`; one of version 1 is the draft itself. */
export function upgradeDraft(stored: unknown, places: Places): unknown {
  if (!isObject(stored) || "version" in stored) return stored;
  return { version: keptValuesVersion, draft: draftTo2(stored, places) };
}

/** Stored inputs as `{version, inputs}`; those of version 1 are the inputs by prompt themselves. */
export function upgradeSavedInputs(stored: unknown, places: Places): unknown {
  if (!isObject(stored) || "version" in stored) return stored;
  return { version: keptValuesVersion, inputs: keysTo2(stored, places) };
}

function draftTo2(draft: Stored, places: Places): Stored {
  const { openPrompt, values, variants, ...rest } = draft;
  return {
    ...rest,
    openPrompt: placed(refTo2(openPrompt), places),
    values: keysTo2(values, places),
    variants: Array.isArray(variants) ? variants.map((variant) => variantTo2(variant, places)) : variants,
  };
}

function variantTo2(variant: unknown, places: Places): unknown {
  if (!isObject(variant)) return variant;
  const { pins, values, conversations, ...rest } = variant;
  return {
    ...rest,
    ...(pins === undefined ? {} : { pins: keysTo2(isObject(pins) ? pinsTo2(pins) : pins, places) }),
    ...(values === undefined ? {} : { values: keysTo2(values, places) }),
    ...(conversations === undefined ? {} : { conversations: keysTo2(conversations, places) }),
  };
}

function pinsTo2(pins: Stored): Stored {
  return mapped(pins, ([key, pin]) => {
    const isNumbered = isObject(pin) && typeof pin["version"] === "number";
    return [key, isNumbered ? { ...pin, version: String(pin["version"]) } : pin];
  });
}

function keysTo2(byPrompt: unknown, places: Places): unknown {
  if (!isObject(byPrompt)) return byPrompt;
  return mapped(byPrompt, ([key, value]) => [keyTo2(key, places), value]);
}

function keyTo2(key: string, places: Places): string {
  const [, library = "", name = ""] = /^([a-z]+):(.*)$/s.exec(key) ?? [];
  const place = Object.hasOwn(places, library) ? places[library] : undefined;
  return place === undefined ? key : `${library}@${place}:${name}`;
}

function placed(ref: unknown, places: Places): unknown {
  if (!isObject(ref) || typeof ref["library"] !== "string" || !Object.hasOwn(places, ref["library"])) return ref;
  return { ...ref, connection: places[ref["library"]] };
}

/** Also a key `__proto__` is one among others. */
function mapped(object: Stored, change: (entry: [string, unknown]) => [string, unknown]): Stored {
  return Object.fromEntries(Object.entries(object).map(change));
}

function isObject(value: unknown): value is Stored {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
