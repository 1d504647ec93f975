/** What Node's `parseArgs` found wrong with a command line, in one short line. */
export function describeParseError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const code = "code" in error ? error.code : undefined;
  const [, name = ""] = /'(?:-\w, )?([^' ]+)/.exec(error.message) ?? [];
  if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION") return `There is no option ${name}.`;
  if (code === "ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL") return `“${name}” is one word too many.`;
  if (code !== "ERR_PARSE_ARGS_INVALID_OPTION_VALUE") return error.message;
  return error.message.includes("does not take") ? `${name} takes no value.` : `${name} needs a value.`;
}
