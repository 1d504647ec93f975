/** Why a server could not listen, for the person who typed the command. */
export function describeStart(error: unknown, { host, port }: { host: string; port: number }): string {
  if (!(error instanceof Error)) return String(error);
  switch ("code" in error ? error.code : undefined) {
    case "EADDRINUSE":
      return `Port ${port} is taken by another program. Choose another with --port, or 0 for any.`;
    case "EACCES":
      return `Port ${port} is not open to this user. Choose one from 1024 on with --port.`;
    case "EADDRNOTAVAIL":
      return `${host} is no address of this machine. Give --host one that it has, or leave it out for 127.0.0.1.`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `No address is known for the host ${host}. Correct --host, or leave it out for 127.0.0.1.`;
    default:
      return error.message;
  }
}
