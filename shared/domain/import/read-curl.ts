import { type ImportNotes, shortText } from "./import-notes.ts";
import { Unreadable } from "./imported-prompt.ts";
import { readShell, type ShellCommand } from "./shell-words.ts";
import { readWindowsWords } from "./windows-words.ts";

/** What a command or a request as text sends. */
export interface SentText {
  url: string | undefined;
  body: string;
}

/** Options with a value that say nothing of the body. */
const valued = new Set(
  (
    "-X --request -H --header -A --user-agent -u --user -e --referer -b --cookie -c --cookie-jar -o --output -m " +
    "--max-time --connect-timeout --retry -x --proxy --cacert --cert --key -w --write-out --resolve --url -D --dump-header " +
    "-F --form --limit-rate --retry-delay --oauth2-bearer --interface"
  ).split(" "),
);
const dataOptions = new Set([
  "-d",
  "--data",
  "--data-raw",
  "--data-ascii",
  "--data-binary",
  "--json",
  "--data-urlencode",
]);
const fromFile = new Set(["-d", "--data", "--data-ascii", "--data-binary", "--json"]);

/**
 * The body a curl command sends, quoted for bash or for Windows' command line. Headers are never kept.
 * @throws Unreadable when the body lies in a file.
 */
export function readCurl(source: string, notes: ImportNotes): SentText {
  const command = isWindows(source) ? windowsCommand(source) : bashCommand(source);
  const words = command.words;
  const bodies: string[] = [];
  let url: string | undefined;
  let headers = 0;
  for (let at = words.findIndex(isCurl) + 1; at < words.length; at += 1) {
    const { name, value, isJoined } = option(words, at);
    if (name === undefined) {
      url ??= words[at];
      continue;
    }
    if (dataOptions.has(name)) {
      bodies.push(bodyOf(name, value ?? "", command));
      if (!isJoined) at += 1;
      continue;
    }
    if (!valued.has(name)) continue;
    if (name === "--url") url ??= value;
    if (name === "-H" || name === "--header" || name === "-u" || name === "--user") headers += 1;
    if (name === "-F" || name === "--form") notes.lost("content_not_taken", "A form's field (-F) is not taken.");
    if (!isJoined) at += 1;
  }
  if (headers > 0) notes.lost("headers_not_taken", headersText(headers));
  for (const name of new Set(command.variables)) {
    if (bodies.some((body) => body.includes(`{{${name}}}`))) {
      notes.changed("became_variable", `“$${shortText(name)}” is the variable {{${name}}} now.`);
    }
  }
  return { url, body: bodies.join("&") };
}

export function headersText(count: number): string {
  return `${count} ${count === 1 ? "header" : "headers"}: keys and other headers are never kept; a provider's key is set up under Settings.`;
}

function isCurl(word: string): boolean {
  return /^(?:.*[\\/])?curl(?:\.exe)?$/i.test(word);
}

/** Carets and double quotes only are the command line of Windows. */
function isWindows(source: string): boolean {
  return (
    /\^\s*\r?\n/.test(source) ||
    source.includes('^"') ||
    (/\\"/.test(source) && !source.includes("'") && /curl\.exe/i.test(source))
  );
}

function windowsCommand(source: string): ShellCommand {
  return { words: readWindowsWords(source), input: undefined, variables: [] };
}

function bashCommand(source: string): ShellCommand {
  const commands = readShell(source);
  const found = commands.find(({ words }) => words.some(isCurl));
  if (!found) throw new Unreadable("not_understood", "There is no curl command in this text.");
  return found;
}

/** `-dVALUE`, `--data=VALUE` and `-d VALUE`; several short flags in one word. */
function option(
  words: readonly string[],
  at: number,
): { name: string | undefined; value: string | undefined; isJoined: boolean } {
  const word = words[at] ?? "";
  if (!word.startsWith("-") || word === "-") return { name: undefined, value: undefined, isJoined: false };
  if (word.startsWith("--")) {
    const equals = word.indexOf("=");
    const name = equals === -1 ? word : word.slice(0, equals);
    if (equals !== -1 && (valued.has(name) || dataOptions.has(name))) {
      return { name, value: word.slice(equals + 1), isJoined: true };
    }
    return { name: word, value: words[at + 1], isJoined: false };
  }
  for (let index = 1; index < word.length; index += 1) {
    const name = `-${word.charAt(index)}`;
    if (!valued.has(name) && !dataOptions.has(name)) continue;
    const rest = word.slice(index + 1);
    return rest === "" ? { name, value: words[at + 1], isJoined: false } : { name, value: rest, isJoined: true };
  }
  return { name: word, value: undefined, isJoined: true };
}

function bodyOf(name: string, value: string, command: ShellCommand): string {
  if (!fromFile.has(name) || !value.startsWith("@")) return value;
  if (value === "@-" && command.input !== undefined) return command.input;
  const file = shortText(value.slice(1));
  throw new Unreadable(
    "file_reference",
    value === "@-"
      ? "The body comes from another command, which this text does not hold. Paste the JSON itself."
      : `The body is in the file ${file}, which is not read. Paste what the file says instead of the command.`,
  );
}
