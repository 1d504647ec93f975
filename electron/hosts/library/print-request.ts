import type { WireRequest } from "@shared/domain/wire.ts";
import { toCurl } from "@shared/domain/wire-curl.ts";

/** Prints a request as LiteLLM's `set_verbose` does, but so that it runs once the masked key is filled in. */
export function printRequest(request: WireRequest): void {
  const text = `\n\n${request.method} Request Sent from Promptscope:\n${toCurl(request, { secrets: "hint" })}\n`;
  const isColoured = process.stderr.isTTY && !process.env["NO_COLOR"];
  process.stderr.write(isColoured ? `\u001b[92m${text}\u001b[0m\n` : `${text}\n`);
}
