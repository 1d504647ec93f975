import { AppFailure } from "../error/app-failure.ts";
import type { Warning } from "../error/error.ts";
import type { JsonObject } from "../json/json.ts";
import { type Message, messageSchema } from "../message/message.ts";
import type {
  ClientMessagesMode,
  CompiledMessage,
  CompiledMessages,
  CompileMode,
  MessageOrigin,
  TextSegment,
} from "../prompt/compiled.ts";
import type { PromptVersion } from "../prompt/prompt.ts";
import { expandJsChat } from "./compile-js.ts";
import { expandPythonChat } from "./compile-python.ts";
import { lintText } from "./lint.ts";
import type { SdkItem } from "./sdk-item.ts";
import type { RenderedText, TextRenderer, TextRenderers } from "./text-renderer.ts";

export interface CompileInput {
  /** Null: the client's messages are all there is. */
  prompt: Pick<PromptVersion, "type" | "prompt" | "templateFormat"> | null;
  variables: JsonObject;
  placeholders: JsonObject;
  mode: CompileMode;
  clientMessages: Message[];
  clientMessagesMode: ClientMessagesMode;
  /** Further turns, which follow whatever the mode. */
  continuation?: readonly Message[];
}

/**
 * Turns a prompt and its values into messages. `replace` is LiteLLM's documented rule: the client's messages are
 * ignored, a text prompt becomes one user message. `append` is its later one: a text prompt becomes the system message
 * and the client's messages follow. Placeholders without a value are named in `unresolvedPlaceholders` and leave no
 * message.
 *
 * @param renderers both of them whatever the mode: the other one tells which warnings are about a real difference.
 *   mustache, behind the `js` one, may not be imported by this pure module.
 * @throws AppFailure `template_invalid` where the SDK of the mode fails, or would put something else than a message
 *   into the list.
 */
export function compileMessages(input: CompileInput, renderers: TextRenderers): CompiledMessages {
  const engine = engineFor(input, renderers);
  const compiled: CompiledMessage[] = [];
  const missing = new Set<string>();
  const used = new Set<string>();
  const unresolved = new Set<string>();
  const warnings = new Map<string, Warning>();

  for (const item of engine.items) {
    if (item.kind === "unresolved") unresolved.add(item.value.name);
    else if (item.kind === "string") throw bareString(item.placeholder);
    else {
      const rendered = item.template === undefined ? undefined : engine.render(item.template);
      compiled.push(finishMessage(item, rendered));
      for (const name of rendered?.missing ?? []) missing.add(name);
      for (const name of rendered?.used ?? []) used.add(name);
      for (const warning of engine.lint(item.template, rendered)) {
        warnings.set(`${warning.code}\n${warning.subject ?? ""}`, warning);
      }
    }
  }

  return {
    mode: input.mode,
    clientMessagesMode: input.clientMessagesMode,
    messages: [...compiled, ...clientMessages(input), ...continuation(input)],
    missingVariables: [...missing],
    unresolvedPlaceholders: [...unresolved],
    unusedVariables: Object.keys(input.variables).filter((name) => !used.has(name) && !engine.fills(name)),
    warnings: [...warnings.values(), ...ignoredClientMessages(input)],
  };
}

interface Engine {
  items: SdkItem[];
  render(template: string): RenderedText;
  /** Whether a variable of this name fills a placeholder, as Python's one namespace allows. */
  fills(name: string): boolean;
  lint(template: string | undefined, rendered: RenderedText | undefined): Warning[];
}

function engineFor(input: CompileInput, renderers: TextRenderers): Engine {
  const python = input.mode === "python";
  const variables = python ? merged(input.placeholders, input.variables) : input.variables;
  const placeholders = python ? merged(input.variables, input.placeholders) : input.placeholders;
  const renderOther = renderers[python ? "js" : "python"];
  const items = expandPrompt(input, placeholders);
  let placeholderNames: Set<string> | undefined;

  return {
    items,
    render: (template) => rendererFor(input, renderers)(template, variables),
    fills(name) {
      if (!python) return false;
      placeholderNames ??= new Set(namesOfPlaceholders(input.prompt));
      return placeholderNames.has(name);
    },
    lint(template, rendered) {
      if (template === undefined || rendered === undefined || input.prompt?.templateFormat) return [];
      const suspects = lintText(template, variables, input.mode);
      if (suspects.length === 0 || sameText(rendered, () => renderOther(template, variables))) return [];
      return suspects;
    },
  };
}

/** @throws Error where nobody handed over the renderer of the prompt's format. */
function rendererFor({ prompt, mode }: CompileInput, renderers: TextRenderers): TextRenderer {
  const renderer = renderers[prompt?.templateFormat ?? mode];
  if (!renderer) throw new Error(`There is no renderer for ${prompt?.templateFormat}.`);
  return renderer;
}

/** Python's one namespace of keyword arguments; where a name is given twice `winner` has it. */
function merged(others: JsonObject, winner: JsonObject): JsonObject {
  for (const name in others) if (Object.hasOwn(others, name)) return { ...others, ...winner };
  return winner;
}

function expandPrompt({ prompt, mode, clientMessagesMode }: CompileInput, placeholders: JsonObject): SdkItem[] {
  if (prompt === null) return [];
  if (typeof prompt.prompt === "string") {
    const role = clientMessagesMode === "append" ? "system" : "user";
    const value = { role, content: prompt.prompt };
    return [{ kind: "message", value, template: prompt.prompt, origin: { kind: "prompt", index: 0 } }];
  }
  return mode === "python" ? expandPythonChat(prompt.prompt, placeholders) : expandJsChat(prompt.prompt, placeholders);
}

function namesOfPlaceholders(prompt: CompileInput["prompt"]): string[] {
  if (prompt === null || typeof prompt.prompt === "string") return [];
  return prompt.prompt.flatMap((item) => (item.type === "placeholder" ? [item.name] : []));
}

function finishMessage(item: Extract<SdkItem, { kind: "message" }>, rendered?: RenderedText): CompiledMessage {
  const value = rendered === undefined ? item.value : { ...item.value, content: rendered.text };
  const message = item.origin.kind === "placeholder" ? checkedMessage(value, item.origin) : (value as Message);
  if (rendered === undefined) return { message, origin: item.origin, ...literalSegments(message) };
  return { message, origin: item.origin, segments: rendered.segments };
}

/** The SDKs pass on whatever a placeholder holds; what is no message would only fail later, at the provider. */
function checkedMessage(value: JsonObject, origin: Extract<MessageOrigin, { kind: "placeholder" }>): Message {
  const parsed = messageSchema.safeParse(value);
  if (parsed.success) return value as Message;
  const [issue] = parsed.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? "" : ` at ${issue.path.join(".")}`;
  throw new AppFailure("template_invalid", {
    message: `Message ${origin.index + 1} of the placeholder “${origin.name}” is not a chat message${where}: ${issue?.message ?? "unknown form"}.`,
    advice: "Give every message a role and a content, as in the OpenAI chat form.",
  });
}

function bareString(placeholder: string): AppFailure {
  return new AppFailure("template_invalid", {
    message: `The value of the placeholder “${placeholder}” is not a list of messages with role and content; the Langfuse JS SDK would put it into the list of messages as a bare string.`,
    advice: "Give a list of messages, each with role and content; an empty list leaves the placeholder out.",
  });
}

function clientMessages(input: CompileInput): CompiledMessage[] {
  if (input.prompt !== null && input.clientMessagesMode === "replace") return [];
  return input.clientMessages.map((message, index) => ({
    message,
    origin: { kind: "client", index },
    ...literalSegments(message),
  }));
}

function continuation(input: CompileInput): CompiledMessage[] {
  return (input.continuation ?? []).map((message, index) => ({
    message,
    origin: { kind: "continuation", index },
    ...literalSegments(message),
  }));
}

function ignoredClientMessages(input: CompileInput): Warning[] {
  const ignored = input.prompt !== null && input.clientMessagesMode === "replace" && input.clientMessages.length > 0;
  if (!ignored) return [];
  const message = "The messages of the call are not sent: a prompt is used, and the documented rule replaces them.";
  return [{ code: "client_messages_ignored", stage: "template", message }];
}

function literalSegments(message: Message): { segments?: TextSegment[] } {
  return typeof message.content === "string" ? { segments: [{ kind: "text", text: message.content }] } : {};
}

/** False also when the other SDK fails on the template: that is the greatest difference. */
function sameText(rendered: RenderedText, renderOther: () => RenderedText): boolean {
  try {
    return rendered.text === renderOther().text;
  } catch (error) {
    if (error instanceof AppFailure) return false;
    throw error;
  }
}
