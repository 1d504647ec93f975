/** Why a text is no JSON, in the parser's words; undefined when it is. */
export function jsonFault(text: string): string | undefined {
  try {
    JSON.parse(text);
    return undefined;
  } catch (error) {
    return error instanceof Error ? `${error.message}.` : "it cannot be read.";
  }
}
