import { withoutTrailing } from "@shared/domain/text/without-trailing.ts";
import type { Provider } from "../providers/provider.ts";
import type { ReadField, ReadIo } from "./read-values.ts";

/**
 * Where LiteLLM speaks a provider's own API and Promptscope the compatible one beside it, a config's address is that of
 * the first: it is turned into one of the second, with a word about it, or the entry is not served.
 */
export function compatibleBase(
  provider: Provider | undefined,
  { value, at }: ReadField<string>,
  path: string,
  io: ReadIo,
): string | null {
  const own = provider?.ownApiBases;
  if (!own) return value;
  const base = withoutTrailing(value, "/");
  const { pathname } = new URL(base);
  if (own.ends.test(pathname)) {
    const compatible = `${base}${own.compatible}`;
    io.problems.warn(at, path, {
      code: "base_native",
      message: `This api_base is that of ${provider.label}'s own API; calls go to its OpenAI-compatible one, ${compatible}.`,
      fix: `Write api_base: ${compatible} to say so; LiteLLM needs it as it is.`,
    });
    return compatible;
  }
  if (!own.elsewhere.test(pathname)) return value;
  io.problems.error(at, path, {
    code: "base_native",
    message: `This api_base is that of ${provider.label}'s own API, which Promptscope does not speak yet.`,
    fix: `Give the address of an OpenAI-compatible one, which ends in ${own.compatible}, or leave api_base out.`,
  });
  return null;
}
