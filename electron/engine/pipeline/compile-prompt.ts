import type { Warning } from "@shared/domain/error/error.ts";
import type { CompiledMessages } from "@shared/domain/prompt/compiled.ts";
import { type CompileInput, compileMessages } from "@shared/domain/template/compile-messages.ts";
import { renderPythonText } from "@shared/domain/template/compile-python.ts";
import type { TextRenderers } from "@shared/domain/template/text-renderer.ts";
import { renderJsText } from "./js-template.ts";

const textRenderers: TextRenderers = { python: renderPythonText, js: renderJsText };

/**
 * `compileMessages` with the product's two text engines.
 * @throws AppFailure `template_invalid` where the SDK of the mode fails.
 */
export function compilePrompt(input: CompileInput): CompiledMessages {
  const compiled = compileMessages(input, textRenderers);
  return { ...compiled, warnings: [...compiled.warnings, ...unresolvedReferences(compiled)] };
}

/** Langfuse puts the text of another prompt in place of these. One that is still there goes to the model as it stands. */
const reference = /@@@langfusePrompt:[^@\n]*@@@/g;

function unresolvedReferences({ messages }: CompiledMessages): Warning[] {
  const texts = messages.filter(({ origin }) => origin.kind === "prompt").map(({ message }) => JSON.stringify(message));
  const found = new Set(texts.flatMap((text) => text.match(reference) ?? []));
  return [...found].map((subject) => ({
    code: "reference_unresolved",
    stage: "template",
    subject,
    message: `${subject} stands in the prompt as it is: Langfuse has not put the other prompt in its place.`,
  }));
}
