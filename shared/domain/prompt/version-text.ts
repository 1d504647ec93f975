/** `v3` for a library that counts its versions; any other version as it is, a commit by its first ten characters. */
export function versionLabel(version: string): string {
  if (isCounted(version)) return `v${version}`;
  return /^[0-9a-f]{40}$/.test(version) ? version.slice(0, 10) : version;
}

/** A version as files and programs of before have it: a number where the library counts, else the text. */
export function versionValue(version: string): number | string {
  return isCounted(version) ? Number(version) : version;
}

function isCounted(version: string): boolean {
  return /^[1-9]\d{0,8}$/.test(version);
}
