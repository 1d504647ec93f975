import { describeRequest } from "@engine/gateway/debug-log.ts";
import { neutralText } from "@shared/domain/text/terminal-text.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";

/** Prints a request as LiteLLM's `set_verbose` does, but as a command that runs once the masked key is filled in. */
export function printRequest(exchange: Exchange): void {
  const text = neutralText(describeRequest(exchange));
  const isColoured = process.stderr.isTTY && !process.env["NO_COLOR"];
  process.stderr.write(isColoured ? `\u001b[92m${text}\u001b[0m\n` : `${text}\n`);
}
