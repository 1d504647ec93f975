import type { ReadField, ReadIo } from "./read-values.ts";

/**
 * LiteLLM speaks Gemini's own API, Promptscope the OpenAI-compatible one beside it: an address of the first is turned
 * into one of the second where both are known to be at one place, with a word about it.
 */
export function compatibleBase(
  prefix: string,
  { value, at }: ReadField<string>,
  path: string,
  io: ReadIo,
): string | null {
  if (prefix !== "gemini") return value;
  const base = value.replace(/\/+$/, "");
  if (/\/v1(alpha|beta)?$/.test(new URL(base).pathname) && isGemini(base)) {
    io.problems.warn(at, path, {
      code: "base_native",
      message: `This api_base is that of Gemini's own API; calls go to its OpenAI-compatible one, ${base}/openai.`,
      fix: `Write api_base: ${base}/openai to say so; LiteLLM needs it as it is.`,
    });
    return `${base}/openai`;
  }
  if (/\/publishers\/|\/models(\/|$)/.test(new URL(base).pathname)) {
    io.problems.error(at, path, {
      code: "base_native",
      message: "This api_base is that of Gemini's own API, which Promptscope does not speak yet.",
      fix: "Give the address of an OpenAI-compatible one, which ends in /openai, or leave api_base out.",
    });
    return null;
  }
  return value;
}

function isGemini(base: string): boolean {
  return /(^|\.)googleapis\.com$/.test(new URL(base).hostname) || base.endsWith("/v1beta");
}
