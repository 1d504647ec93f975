/** The only address the window shows. A scheme of our own: `file:` pages may read other files. */
export const appScheme = "app";
const appHost = "promptscope";
export const appUrl = `${appScheme}://${appHost}/`;

/** Tells our own page from everything else. */
export type IsOwnUrl = (url: string) => boolean;

/**
 * Compares protocol and host. Not `origin`: for `app:` it is the text "null", the same as for `file:` and `data:`.
 * `devUrl` is the development server's address, never given in a packaged app.
 */
export function createOwnUrlCheck(devUrl?: string): IsOwnUrl {
  const own = [appUrl, ...(devUrl === undefined ? [] : [devUrl])].map((url) => new URL(url));
  return (text) => {
    const url = URL.canParse(text) ? new URL(text) : null;
    return own.some(({ protocol, host }) => url?.protocol === protocol && url.host === host);
  };
}
