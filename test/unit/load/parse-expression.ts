/*
 * As much of a regular expression's structure as attacks on it need: what is repeated, what stands before it, and which
 * characters fit. What a character class holds is not computed but asked of the engine.
 */

export type Node =
  /** One character: `source` is its own expression. */
  | { kind: "character"; source: string }
  /** Takes no character: an anchor, a look ahead or behind, a reference back to what cannot be known here. */
  | { kind: "nothing" }
  | { kind: "sequence"; items: Node[] }
  | { kind: "choice"; options: Node[] }
  | { kind: "repeat"; item: Node; least: number; most: number };

export function parseExpression(pattern: string): Node {
  let at = 0;

  function choice(): Node {
    const options = [sequence()];
    while (pattern[at] === "|") {
      at += 1;
      options.push(sequence());
    }
    return options.length === 1 && options[0] ? options[0] : { kind: "choice", options };
  }

  function sequence(): Node {
    const items: Node[] = [];
    while (at < pattern.length && pattern[at] !== "|" && pattern[at] !== ")") items.push(repeated(atom()));
    return { kind: "sequence", items };
  }

  function repeated(item: Node): Node {
    const found = /^(?:[*+?]|\{(\d+)(?:(,)(\d*))?\})\??/.exec(pattern.slice(at));
    if (!found) return item;
    at += found[0].length;
    const [sign = "", least, comma, most] = found;
    if (sign.startsWith("*")) return { kind: "repeat", item, least: 0, most: Number.POSITIVE_INFINITY };
    if (sign.startsWith("+")) return { kind: "repeat", item, least: 1, most: Number.POSITIVE_INFINITY };
    if (sign.startsWith("?")) return { kind: "repeat", item, least: 0, most: 1 };
    const upTo = comma === undefined ? Number(least) : most === "" ? Number.POSITIVE_INFINITY : Number(most);
    return { kind: "repeat", item, least: Number(least), most: upTo };
  }

  function atom(): Node {
    const sign = pattern[at] ?? "";
    if (sign === "(") return group();
    if (sign === "[") return characterClass();
    if (sign === "^" || sign === "$") {
      at += 1;
      return { kind: "nothing" };
    }
    if (sign === "\\") return escaped();
    const character = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
    at += character.length;
    return { kind: "character", source: character };
  }

  function group(): Node {
    const head = /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/.exec(pattern.slice(at))?.[0] ?? "(";
    at += head.length;
    const inside = choice();
    at += 1;
    // What is looked at has to be there as well: it says itself what is to fit at this place.
    const isNegative = head.endsWith("!");
    return isNegative || head.endsWith("=") ? { kind: "nothing" } : inside;
  }

  function characterClass(): Node {
    const from = at;
    at += 1;
    while (at < pattern.length && pattern[at] !== "]") at += pattern[at] === "\\" ? 2 : 1;
    at += 1;
    return { kind: "character", source: pattern.slice(from, at) };
  }

  function escaped(): Node {
    const found = /^\\(?:[pP]\{[^}]*\}|u\{[^}]*\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|k<\w+>|c[A-Za-z]|[\s\S])/u.exec(
      pattern.slice(at),
    );
    const source = found?.[0] ?? "\\";
    at += source.length;
    return /^\\(?:[bB1-9]|k<)/.test(source) ? { kind: "nothing" } : { kind: "character", source };
  }

  return choice();
}
