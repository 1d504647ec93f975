/**
 * The variables of the environment that decide how connections are made, wherever the engine runs: no host can forget
 * to hand them on. Nothing else is read here; keys and addresses come with `credentials/environment.ts`.
 */
export function networkVariables(): Record<string, string | undefined> {
  const names = ["HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY", "NO_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  const wanted = ["PROMPTSCOPE_PROXY", "PROMPTSCOPE_CA_CERTS", ...names];
  return Object.fromEntries(wanted.map((name) => [name, process.env[name]]));
}
