import type { Warning } from "@shared/domain/error/error.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { CompiledMessage, CompiledMessages } from "@shared/domain/prompt/compiled.ts";
import type { TemplateFormat } from "@shared/domain/prompt/prompt.ts";
import { type CompileInput, compileMessages } from "@shared/domain/template/compile-messages.ts";
import { renderPythonText } from "@shared/domain/template/compile-python.ts";
import type { TextRenderers } from "@shared/domain/template/text-renderer.ts";
import { renderJsText } from "./js-template.ts";

let textRenderers: TextRenderers = { python: renderPythonText, js: renderJsText };

/** Loads what fills a prompt of this format; to be awaited before `compilePrompt`. */
export async function loadRenderer(format: TemplateFormat | undefined): Promise<void> {
  if (format === undefined || textRenderers[format]) return;
  const { renderJinjaText } = await import("./jinja-template.ts");
  textRenderers = { ...textRenderers, [format]: renderJinjaText };
}

/**
 * `compileMessages` with the product's two text engines.
 * @throws AppFailure `template_invalid` where the SDK of the mode fails.
 */
export function compilePrompt(input: CompileInput): CompiledMessages {
  const compiled = compileMessages(input, textRenderers);
  return { ...compiled, warnings: [...compiled.warnings, ...unresolvedReferences(compiled), ...noMessages(compiled)] };
}

/** What Langfuse's Python SDK makes of a placeholder's value that is no list of messages; providers refuse the role. */
function noMessages({ messages }: CompiledMessages): Warning[] {
  if (!messages.some(({ message }) => message.role === "NOT_GIVEN")) return [];
  const message =
    "A placeholder was given something else than a list of messages, which is sent as a message of the role NOT_GIVEN. On the command line lists are given in --vars; what --var gives is text.";
  return [{ code: "placeholder_not_messages", stage: "template", message }];
}

/** Langfuse puts the text of another prompt in place of these. One that is still there goes to the model as it stands. */
const reference = /@@@langfusePrompt:[^@\n]*@@@/g;

function unresolvedReferences({ messages }: CompiledMessages): Warning[] {
  const found = new Set<string>();
  for (const message of messages) {
    if (!mayHoldReference(message)) continue;
    for (const subject of textOf(message.message).match(reference) ?? []) found.add(subject);
  }
  return [...found].map((subject) => ({
    code: "reference_unresolved",
    stage: "template",
    subject,
    message: `${subject} stands in the prompt as it is: Langfuse has not put the other prompt in its place.`,
  }));
}

/**
 * Three @ in a row lie in one piece, or pieces meet at one. Looked for piece by piece, since the joined text is not yet
 * one string for the JavaScript engine: making it one took longer than all the rest of compiling.
 */
function mayHoldReference({ origin, segments }: CompiledMessage): boolean {
  if (origin.kind !== "prompt") return false;
  return segments === undefined || segments.some(({ text }) => text.indexOf("@") !== -1 && marks.test(text));
}

const marks = /@@|^@|@$/;

function textOf({ content }: Message): string {
  return typeof content === "string" ? content : JSON.stringify(content);
}
