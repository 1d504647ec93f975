import type { CallCredentials } from "@engine/credentials/call-credentials.ts";
import { isHeader } from "@engine/http/is-header.ts";
import { UsageFailure } from "./command.ts";
import type { ReadWords } from "./read-words.ts";

/**
 * What a call sends beside the connections' own: the headers of `--header 'NAME: VALUE'`, curl's form; of one name given twice the last counts.
 * @throws UsageFailure
 */
export function readHeaders(words: ReadWords): CallCredentials {
  const headers: Record<string, string> = {};
  for (const given of words.list("header")) {
    const end = given.indexOf(":");
    const name = given.slice(0, Math.max(0, end)).trim();
    const value = given.slice(end + 1).trim();
    // The value may be a key, and is not repeated.
    if (name === "" || value === "") throw new UsageFailure("Write --header 'NAME: VALUE'.");
    if (!isHeader(name, value)) throw new UsageFailure(`--header ${name} has characters a header cannot have.`);
    headers[name.toLowerCase()] = value;
  }
  return Object.keys(headers).length > 0 ? { headers } : {};
}
