import { AppFailure } from "@shared/domain/app-failure.ts";
import type { TextSegment } from "@shared/domain/compiled.ts";
import type { JsonObject, JsonValue } from "@shared/domain/json.ts";
import type { RenderedText } from "@shared/domain/template/text-renderer.ts";
import mustache from "mustache";

/**
 * Texts as the Langfuse JS SDK fills them: mustache.js with escaping off, passed with each call because the SDK's way,
 * patching `mustache.escape`, would change every other user of the module.
 */

/** mustache's parse tree (`mustache.js` `parseTemplate`); sections hold their children. */
type Token = [kind: string, value: string, start: number, end: number, children?: Token[], ...rest: unknown[]];

const unescaped = { escape: (value: unknown) => value as string };

/** Sections over lists within lists multiply; far beyond any real prompt, and about a second of work. */
const maxLookups = 1_000_000;
/** mustache searches the rest of the template from every tag once delimiters are changed, and runs of white space twice over. */
const maxParseSteps = 2_000_000_000;

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

  noteIfMissing(name: string): void {
    if (!this.#has(name)) this.#watch.missing.push(name);
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
  const tokens = parse(template);
  const watch = { lookups: 0, missing: [] as string[] };
  const context = new WatchedContext(variables, undefined, watch);
  const segments: TextSegment[] = [];
  for (const token of tokens) {
    const [kind, name] = token;
    if (kind === "text") segments.push({ kind: "text", text: name });
    else if (kind === "name" || kind === "&") {
      const known = hasOwnPath(variables, name);
      segments.push({ kind: known ? "variable" : "missing", name, text: renderToken(token, context, template) });
    } else if (kind === "#" || kind === "^") {
      segments.push({ kind: "section", name, text: renderToken(token, context, template) });
    }
  }
  return { segments, missing: watch.missing, used: usedVariables(tokens, variables) };
}

function renderToken(token: Token, context: WatchedContext, template: string): string {
  // The declared token type is a list of strings; mustache's own parser makes the richer one.
  return writer.renderTokens([token as unknown as string[]], context, undefined, template, unescaped);
}

const parsed = new Map<string, Token[]>();
const parsedLimit = 64;
const longestParsed = 100_000;

/** mustache's own cache grows without limit; this one forgets the oldest. */
function parse(template: string): Token[] {
  const known = parsed.get(template);
  if (known) return known;
  refuseCostly(template);
  const tokens: Token[] = writer.parse(template);
  writer.clearCache();
  if (template.length > longestParsed) return tokens;
  const [oldest] = parsed.keys();
  if (parsed.size >= parsedLimit && oldest !== undefined) parsed.delete(oldest);
  parsed.set(template, tokens);
  return tokens;
}

function refuseCostly(template: string): void {
  let steps = /\{\{\s*=/.test(template) ? template.length ** 2 : 0;
  for (const [run] of template.matchAll(/\s+/g)) steps += run.length ** 2;
  if (steps <= maxParseSteps) return;
  throw new AppFailure("template_invalid", {
    message: `The template is too large for mustache: ${template.length} characters with changed delimiters or long runs of white space.`,
    advice: "Shorten it, or switch the compile mode to Python.",
  });
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

function usedVariables(tokens: Token[], variables: JsonObject): string[] {
  const names: string[] = [];
  for (const [kind, name, , , children] of tokens) {
    if (kind === "text" || kind === "!" || kind === ">" || kind === "=") continue;
    if (name === ".") names.push(...Object.keys(variables));
    else names.push(name.indexOf(".") > 0 ? name.slice(0, name.indexOf(".")) : name);
    if (children) names.push(...usedVariables(children, variables));
  }
  return names.filter((name) => Object.hasOwn(variables, name));
}
