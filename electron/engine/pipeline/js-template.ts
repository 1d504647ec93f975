import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json/json.ts";
import type { TextSegment } from "@shared/domain/prompt/compiled.ts";
import { remember } from "@shared/domain/remember.ts";
import type { RenderedText } from "@shared/domain/template/text-renderer.ts";
import mustache from "mustache";
import { type MustacheToken, parseMustache } from "./mustache-tokens.ts";

/**
 * Texts as the Langfuse JS SDK fills them: mustache.js with escaping off, passed with each call because the SDK's way,
 * patching `mustache.escape`, would change every other user of the module.
 */

const unescaped = { escape: (value: unknown) => value as string };

/** Sections over lists within lists multiply; far beyond any real prompt, and about a second of work. */
const maxLookups = 1_000_000;
const deepestSections = 100;

/** Counts lookups and notes the names that have no value, in sections too. */
class WatchedContext extends mustache.Context {
  readonly #watch: { lookups: number; missing: string[] };

  constructor(view: unknown, parent: WatchedContext | undefined, watch: { lookups: number; missing: string[] }) {
    super(view, parent);
    this.#watch = watch;
  }

  override push(view: unknown): WatchedContext {
    return new WatchedContext(view, this, this.#watch);
  }

  override lookup(name: string): JsonValue | undefined {
    this.#watch.lookups++;
    if (this.#watch.lookups > maxLookups) {
      throw new AppFailure("template_invalid", {
        message: "The sections of the template repeat each other too often.",
        advice: "Use fewer sections within sections, or shorter lists.",
      });
    }
    return super.lookup(name);
  }

  /** @returns whether the name has a value of its own. */
  noteIfMissing(name: string): boolean {
    const known = this.#has(name);
    if (!known) this.#watch.missing.push(name);
    return known;
  }

  #has(name: string): boolean {
    const parent = this.parent;
    return hasOwnPath(this.view, name) || (parent instanceof WatchedContext && parent.#has(name));
  }
}

class WatchedWriter extends mustache.Writer {
  override escapedValue(token: string[], context: mustache.Context, config?: mustache.RenderOptions): string {
    note(token, context);
    return super.escapedValue(token, context, config);
  }

  override unescapedValue(token: string[], context: mustache.Context): string {
    note(token, context);
    return super.unescapedValue(token, context);
  }
}

function note([, name]: string[], context: mustache.Context): void {
  if (context instanceof WatchedContext && name !== undefined) context.noteIfMissing(name);
}

const writer = new WatchedWriter();

/**
 * The text engine of compile mode `js`. A name that only JavaScript's own objects have (`{{constructor}}`) is rendered
 * as the SDK renders it and counts as missing.
 * @throws AppFailure `template_invalid` where mustache throws: unclosed tags, sections without beginning or end.
 */
export function renderJsText(template: string, variables: JsonObject): RenderedText {
  try {
    return render(template, variables);
  } catch (error) {
    if (error instanceof AppFailure) throw error;
    const words = error instanceof Error ? error.message : String(error);
    throw new AppFailure("template_invalid", {
      message: `The Langfuse JS SDK cannot fill this template: ${words}.`,
      advice: "Close every tag and section, or switch the compile mode to Python, which sends such text as it is.",
    });
  }
}

function render(template: string, variables: JsonObject): RenderedText {
  const { parts, names } = parse(template);
  const watch = { lookups: 0, missing: [] as string[] };
  const context = new WatchedContext(variables, undefined, watch);
  const filled: TextSegment[] = [];
  const segments: TextSegment[] = [];
  let text = "";
  for (const part of parts) {
    let segment: TextSegment | undefined;
    if (part.kind === "text") segment = part.segment;
    else if (part.kind === "section") segment = renderSection(part.token, context, template);
    else {
      segment = filled[part.place] ??= fillTag(part.name, variables, context);
    }
    segments.push(segment);
    text += segment.text;
  }
  const used = names.includes(".") ? Object.keys(variables) : names.filter((name) => Object.hasOwn(variables, name));
  const missing = watch.missing.length === 0 ? [] : [...new Set(watch.missing)];
  return { text, segments, missing, used };
}

/** As mustache's `escapedValue` without escaping: nothing for null and undefined, JavaScript's text for the rest. */
function fillTag(name: string, variables: JsonObject, context: WatchedContext): TextSegment {
  // Most tags are plain names with a value, which mustache would find at the same place.
  if (Object.hasOwn(variables, name) && !name.includes(".")) {
    return { kind: "variable", name, text: toText(variables[name]) };
  }
  const known = context.noteIfMissing(name);
  return { kind: known ? "variable" : "missing", name, text: toText(context.lookup(name)) };
}

function toText(value: JsonValue | undefined): string {
  return value === undefined || value === null ? "" : String(value);
}

function renderSection(token: MustacheToken, context: WatchedContext, template: string): TextSegment {
  // The declared token type is a list of strings; mustache's own parser makes the richer one.
  const tokens = [token as unknown as string[]];
  return {
    kind: "section",
    name: token[1],
    text: writer.renderTokens(tokens, context, undefined, template, unescaped),
  };
}

type Part =
  | { kind: "text"; segment: TextSegment }
  /** `place` counts the names of tags: one name is filled once. */
  | { kind: "tag"; name: string; place: number }
  | { kind: "section"; token: MustacheToken };

interface Parsed {
  parts: Part[];
  /** The variables the tags ask for, without the path behind a dot; `.` for all. */
  names: string[];
}

const longestRemembered = 100_000;

/** mustache's own cache grows without limit; this one forgets the oldest. */
const parseRemembered = remember(64, parseAnew);

function parse(template: string): Parsed {
  return template.length > longestRemembered ? parseAnew(template) : parseRemembered(template);
}

function parseAnew(template: string): Parsed {
  const tokens = parseMustache(template);
  refuseDeep(tokens);
  const places = new Map<string, number>();
  return { parts: tokens.flatMap((token) => toPart(token, places)), names: [...new Set(namesIn(tokens))] };
}

/** Comments, partials and changes of delimiters leave nothing. */
function toPart(token: MustacheToken, places: Map<string, number>): Part[] {
  const [kind, value] = token;
  // Shared by every filling of the template, hence frozen.
  if (kind === "text") return [{ kind, segment: Object.freeze<TextSegment>({ kind, text: value }) }];
  if (kind === "name" || kind === "&") {
    const place = places.get(value) ?? places.size;
    places.set(value, place);
    return [{ kind: "tag", name: value, place }];
  }
  return kind === "#" || kind === "^" ? [{ kind: "section", token }] : [];
}

const kindsWithName = new Set(["name", "&", "#", "^"]);

function namesIn(tokens: MustacheToken[]): string[] {
  return tokens.flatMap(([kind, name, , , children]) => {
    if (!kindsWithName.has(kind)) return [];
    const root = name.indexOf(".") > 0 ? name.slice(0, name.indexOf(".")) : name;
    return [root, ...namesIn(children ?? [])];
  });
}

/** Every name is looked up through all the sections around it, and mustache goes down by calling itself. */
function refuseDeep(tokens: MustacheToken[]): void {
  let level = tokens;
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > deepestSections) {
      throw new AppFailure("template_invalid", {
        message: `The template has sections more than ${deepestSections} levels deep.`,
        advice: "Use fewer sections within sections.",
      });
    }
    level = level.flatMap(([, , , , children]) => children ?? []);
  }
}

/** Whether the view has the name itself: as a path when it holds a dot, as mustache looks it up. */
function hasOwnPath(view: unknown, name: string): boolean {
  if (name === ".") return true;
  const path = name.indexOf(".") > 0 ? name.split(".") : [name];
  let value = view;
  for (const key of path) {
    const isHolder = typeof value === "object" ? value !== null : typeof value === "string" && path.length > 1;
    if (!isHolder || !Object.hasOwn(value as object, key)) return false;
    value = (value as Record<string, unknown>)[key];
  }
  return true;
}
