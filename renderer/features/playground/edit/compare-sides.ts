/* How the sides of a comparison are written down: the edit, a label, a version. Labels and versions may have one name. */

export const editSide = "edit";

export function labelSide(label: string): string {
  return `label ${label}`;
}

export function versionSide(version: string): string {
  return `version ${version}`;
}

/** The version a side means; undefined for the edit and for a label that nothing has. */
export function versionOfSide(
  side: string,
  rows: readonly { version: string; labels: readonly string[] }[],
): string | undefined {
  if (side.startsWith(versionSide(""))) return side.slice(versionSide("").length);
  return rows.find(({ labels }) => labels.some((label) => labelSide(label) === side))?.version;
}
