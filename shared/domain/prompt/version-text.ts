/** `v3` for a library that counts its versions; any other version as it is, a commit by its first ten characters. */
export function versionLabel(version: string): string {
  if (isCounted(version)) return `v${version}`;
  return isCommitVersion(version) ? version.slice(0, 10) : version;
}

/**
 * What a version is called in a sentence: `v3`, and where prompts are files `the file`, `commit 1a2b3c4d5e` or
 * `saved state 1a2b3c4d5e6f`.
 * @param current the version that is read where none is named; undefined where that is not known.
 */
export function versionName(version: string, current?: string): string {
  const label = versionLabel(version);
  const kind = isCommitVersion(version) ? "commit" : /^[0-9a-f]{12}$/.test(version) ? "saved state" : null;
  if (kind === null) return label;
  return version === current ? "the file" : `${kind} ${label}`;
}

/** A version as files and programs of before have it: a number where the library counts, else the text. */
export function versionValue(version: string): number | string {
  return isCounted(version) ? Number(version) : version;
}

function isCounted(version: string): boolean {
  return /^[1-9]\d{0,8}$/.test(version);
}

/** Whether it is the name of a commit, of SHA-1 or SHA-256. */
export function isCommitVersion(version: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(version);
}
