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
  return compileMessages(input, textRenderers);
}
