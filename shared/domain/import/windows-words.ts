/** Words of Windows' command line: carets, double quotes, backslashes before quotes. */
export function readWindowsWords(source: string): string[] {
  return splitArguments(withoutCarets(source));
}

/** A caret takes the next character as it is; before the end of a line it joins the lines. In quotes it is a caret. */
function withoutCarets(source: string): string {
  const out: string[] = [];
  let quoted = false;
  for (let at = 0; at < source.length; at += 1) {
    const character = source.charAt(at);
    if (character === '"') quoted = !quoted;
    if (character !== "^" || quoted) {
      out.push(character);
      continue;
    }
    at += source.startsWith("\r\n", at + 1) ? 2 : 1;
    const isJoined = source.charAt(at) === "\n";
    // The line's end goes; of an empty line behind it a newline is left.
    if (isJoined && source.charAt(at + 1) === "\n") out.push("\n");
    if (isJoined && source.charAt(at + 1) === "\n") at += 1;
    if (!isJoined) out.push(source.charAt(at));
  }
  return out.join("");
}

function splitArguments(line: string): string[] {
  const words: string[] = [];
  let word: string[] | null = null;
  let quoted = false;
  let at = 0;
  while (at < line.length) {
    const character = line.charAt(at);
    if (character === "\\") {
      let end = at;
      while (line.charAt(end) === "\\") end += 1;
      const count = end - at;
      word ??= [];
      if (line.charAt(end) !== '"') word.push("\\".repeat(count));
      else {
        word.push("\\".repeat(Math.floor(count / 2)));
        if (count % 2 === 1) {
          word.push('"');
          end += 1;
        }
      }
      at = end;
      continue;
    }
    if (character === '"') {
      word ??= [];
      if (quoted && line.charAt(at + 1) === '"') {
        word.push('"');
        at += 1;
      } else quoted = !quoted;
    } else if (/\s/.test(character) && !quoted) {
      if (word) words.push(word.join(""));
      word = null;
    } else {
      word ??= [];
      word.push(character);
    }
    at += 1;
  }
  if (word) words.push(word.join(""));
  return words;
}
