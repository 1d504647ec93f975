/**
 * What a person chose: `system` (the environment's proxy, in the app the system's too), `direct` for none, or an address.
 * The variable `PROMPTSCOPE_PROXY` goes before it.
 */
export type ProxySetting = string;

/** Whether a text is such a choice. */
export function isProxySetting(text: string): text is ProxySetting {
  return text === "system" || text === "direct" || proxyProblem(text) === undefined;
}

/** Why an address cannot be that of a proxy, in words for a person; undefined where it can. */
export function proxyProblem(text: string): string | undefined {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url?.protocol.startsWith("socks")) return "Promptscope does not speak SOCKS: give an HTTP proxy.";
  if (url === null || !/^https?:$/.test(url.protocol) || url.hostname === "") {
    return "Give its address, such as http://proxy.example:8080.";
  }
  // The file of the settings is no place for a password.
  if (url.username !== "" || url.password !== "") return "With a name and a password it goes into PROMPTSCOPE_PROXY.";
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") return "Only host and port belong to it.";
  return undefined;
}
