import { gatewayAdvice } from "@engine/gateway/client-failure.ts";
import { appError } from "@shared/domain/error/app-failure.ts";
import type { AppError } from "@shared/domain/error/error.ts";
import { describe, expect, it } from "vitest";
import { tellError } from "../../../../electron/hosts/cli/tell-failure.ts";
import { createTerminal } from "../../../../electron/hosts/cli/terminal.ts";
import { PromptscopeError } from "../../../../electron/hosts/package/promptscope-error.ts";

function onCommandLine(error: AppError): string {
  const said: string[] = [];
  const write = (text: string | Uint8Array) => said.push(String(text)) > 0;
  const stream = { write, isTTY: false, columns: 80 };
  tellError(error, createTerminal({}, stream, stream));
  return said.join("");
}

const errors: [name: string, error: AppError][] = [
  ["no Langfuse", appError("langfuse_not_configured")],
  ["no model", appError("model_missing")],
  ["no prompt", appError("prompt_not_found", { advice: "Names are case-sensitive and include their folders." })],
  ["no key", appError("credential_missing", { advice: "Add it in Settings → Providers → Groq, or set GROQ_API_KEY." })],
  [
    "a key that belongs elsewhere",
    appError("credential_missing", {
      advice: "OPENAI_API_KEY is set, but (http://x:1). Add the key on the same card.",
    }),
  ],
  [
    "no base URL",
    appError("base_url_missing", { advice: "Set it in Settings → Providers → Azure OpenAI or in AZURE_API_BASE." }),
  ],
  ["a server that is not there", appError("connection_refused")],
  [
    "a local server that is not there",
    appError("connection_refused", { advice: "Start Ollama, or change its base URL in Settings." }),
  ],
  ["a refusal", appError("provider_rejected", { detail: "its words" })],
  ["a refused picture", appError("image_refused")],
];

/** Advice for a window that is not there: nobody can reload its library or look below. */
describe.each(errors)("%s", (_name, error) => {
  const onlyInTheWindow = /(?<!the app's )Settings|→|card\b|library|below|beside|Choose one;/;

  it("names nothing that only the window has, on the command line, at the gateway and in the library", () => {
    expect(onCommandLine(error).replace(/the app's Settings/g, "")).not.toMatch(onlyInTheWindow);
    expect(gatewayAdvice(error) ?? "").not.toMatch(/Settings|→|card\b|library|below/);
    expect(new PromptscopeError(error).advice ?? "").not.toMatch(onlyInTheWindow);
    expect(new PromptscopeError(error).advice ?? "").not.toContain("Settings");
  });
});

it("says where it is done there", () => {
  const noKey = appError("credential_missing", {
    advice: "Add it in Settings → Providers → Groq, or set GROQ_API_KEY.",
  });
  expect(onCommandLine(noKey)).toContain("Add it in the app's Settings, or set GROQ_API_KEY.");
  expect(new PromptscopeError(noKey).advice).toBe("Add it as api_key with the call, or set GROQ_API_KEY.");
  expect(onCommandLine(appError("model_missing"))).toContain("--model");
  const noBase = appError("base_url_missing", {
    advice: "Set it in Settings → Providers → Azure OpenAI or in AZURE_API_BASE.",
  });
  expect(new PromptscopeError(noBase).advice).toBe("Set it as api_base with the call or in AZURE_API_BASE.");
});
