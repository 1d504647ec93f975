import { AppFailure } from "@shared/domain/error/app-failure.ts";

/** Electron's `shell`, as far as it is needed here; tests give their own. */
export interface ShellLike {
  openExternal(url: string): Promise<void>;
}

const lengthAtMost = 2048;

/**
 * The one way to open something outside. Only plain web addresses: `smb:`, `ms-msdt:`, `file:` and the like start
 * programs of the system, and links come from prompts and models.
 * @throws AppFailure `invalid_input`
 */
export function createLinkOpener(shell: ShellLike): (url: string) => Promise<void> {
  return async (text) => shell.openExternal(checkLink(text));
}

function checkLink(text: string): string {
  const refused = new AppFailure("invalid_input", { message: "Only web addresses can be opened." });
  // The shape is checked before parsing: the parser drops tabs and line breaks and turns backslashes around.
  if (text.length > lengthAtMost || !/^https?:\/\/[^\s\\/]/i.test(text) || /[\s\\]/.test(text)) throw refused;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || url.username !== "" || url.password !== "") throw refused;
  return url.href;
}
