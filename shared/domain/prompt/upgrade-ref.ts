type Stored = Record<string, unknown>;

/**
 * A reference to a prompt, or the prompt itself, as versions of before prompt libraries wrote it: its `source` is the
 * `library`, its version a text. What has not that form is given back as it is.
 */
export function refTo2(ref: unknown): unknown {
  if (typeof ref !== "object" || ref === null || !("source" in ref)) return ref;
  const { source, version, ...rest } = ref as Stored;
  return { library: source, ...rest, ...(version === undefined ? {} : { version: versionTo2(version) }) };
}

function versionTo2(version: unknown): unknown {
  return typeof version === "number" ? String(version) : version;
}
