import { versionValue } from "@shared/domain/prompt/version-text.ts";
import type { RunPreview } from "@shared/domain/run/run.ts";
import type { WireRequest, WireText } from "@shared/domain/wire/wire.ts";
import { toCurl } from "@shared/domain/wire/wire-curl.ts";
import { harmless, type Terminal } from "./terminal.ts";

/** `--curl`: a command that sends the same bytes where the key's variable is set. */
export function printCurl(wire: WireRequest, json: boolean, terminal: Terminal): void {
  const curl = toCurl(wire, { secrets: "variable" });
  terminal.out(json ? JSON.stringify({ type: "curl", curl }) : curl);
}

/** `--dry-run`: the request as it would leave, its key as the variable it comes from. */
export function printRequest(
  { plan, resolved, warnings, tokenEstimate }: RunPreview,
  wire: WireRequest,
  json: boolean,
  terminal: Terminal,
): void {
  const headers = wire.headers.map(({ name, value }) => [name, written(value)] as const);
  if (json) {
    const { name, version } = resolved?.prompt ?? {};
    const request = { method: wire.method, url: wire.url, headers, body: wire.body };
    terminal.out(
      JSON.stringify({
        type: "request",
        prompt: { name, version: version === undefined ? undefined : versionValue(version) },
        request,
        plan,
        tokenEstimate,
        warnings,
      }),
    );
    return;
  }
  terminal.out(`${wire.method} ${wire.url}`);
  if (plan?.modelList === null)
    terminal.note(`No list has a row for ${plan.route.model}: no rule of a model is applied.`);
  for (const [name, value] of headers) terminal.out(terminal.paint("dim", harmless(`${name}: ${value}`)));
  terminal.out(`\n${prettyBody(wire.body)}`);
}

function written(value: WireText): string {
  return value.map((part) => (typeof part === "string" ? part : `$${part.variable}`)).join("");
}

function prettyBody(body: string): string {
  try {
    return harmless(JSON.stringify(JSON.parse(body), null, 2));
  } catch {
    return harmless(body);
  }
}
