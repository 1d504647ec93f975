import type { CodeCursor } from "./code-cursor.ts";
import { CodeRecord, type CodeValue, SpreadCode, UnknownCode } from "./code-value.ts";

const words: Record<string, boolean | null> = {
  True: true,
  False: false,
  None: null,
  true: true,
  false: false,
  null: null,
  undefined: null,
};
/** What words that are no names say; undefined for any other. */
export function wordValue(name: string): boolean | null | undefined {
  return Object.hasOwn(words, name) ? words[name] : undefined;
}

interface Inside {
  cursor: CodeCursor;
  expression(): CodeValue;
  text(): CodeValue;
  lookedUp(name: string, before: number): CodeValue;
}

/** The arguments of a call. */
export interface CodeArguments {
  positional: CodeValue[];
  named: CodeRecord;
}

/** What stands in brackets; each begins behind the opening one and ends behind the closing one. */
export interface CodeBrackets {
  list(end: string): CodeValue;
  group(): CodeValue;
  record(): CodeRecord;
  args(): CodeArguments;
}

export function createBrackets({ cursor, expression, text, lookedUp }: Inside): CodeBrackets {
  function list(end: string): CodeValue {
    const items: CodeValue[] = [];
    while (cursor.at < cursor.tokens.length && !cursor.take(end)) {
      const start = cursor.at;
      const value = expression();
      // `[… for x in …]`
      if (cursor.token()?.kind === "name") {
        cursor.skip();
        cursor.take(end);
        return new UnknownCode(cursor.codeFrom(start));
      }
      if (value instanceof SpreadCode && Array.isArray(value.inner)) for (const item of value.inner) items.push(item);
      else items.push(value);
      if (!cursor.take(",") && cursor.sign() !== end) cursor.at += cursor.at === start ? 1 : 0;
      if (cursor.at === start) cursor.at += 1;
    }
    return items;
  }

  /** Brackets around one value are nothing; a comma makes a list of them. */
  function group(): CodeValue {
    const start = cursor.at;
    const items = list(")");
    const isTuple = cursor.sign(cursor.at - 2) === ",";
    if (cursor.sign() === "=>") {
      cursor.skip();
      return new UnknownCode(cursor.codeFrom(start));
    }
    return Array.isArray(items) && items.length === 1 && !isTuple ? (items[0] ?? null) : items;
  }

  function record(): CodeRecord {
    const entries: [string, CodeValue][] = [];
    const unknown: UnknownCode[] = [];
    while (cursor.at < cursor.tokens.length && !cursor.take("}")) {
      const start = cursor.at;
      const mark = cursor.sign();
      if (mark === "..." || mark === "**") {
        cursor.at += 1;
        put(expression(), entries, unknown);
      } else {
        const entry = pair();
        if (entry) entries.push(entry);
        else {
          cursor.skip();
          unknown.push(new UnknownCode(cursor.codeFrom(start)));
        }
      }
      if (!cursor.take(",") && cursor.sign() !== "}" && cursor.at === start) cursor.at += 1;
      else if (cursor.sign() === ";" || cursor.sign() === ")" || cursor.sign() === "]") cursor.at += 1;
    }
    return new CodeRecord(entries, unknown);
  }

  /** `key: value`, `"key": value`, `[key]: value` or `key` alone. */
  function pair(): [string, CodeValue] | undefined {
    const token = cursor.token();
    if (token === undefined) return undefined;
    const start = cursor.at;
    let key: CodeValue;
    if (token.kind === "name") {
      key = token.name;
      cursor.at += 1;
      if (cursor.sign() === "," || cursor.sign() === "}") return [token.name, shorthand(token.name, start)];
    } else if (token.kind === "number") {
      key = String(token.value);
      cursor.at += 1;
    } else if (token.kind === "sign" && token.sign === "[") {
      cursor.at += 1;
      const inner = list("]");
      key = Array.isArray(inner) ? (inner[0] ?? null) : inner;
    } else key = token.kind === "text" ? text() : null;
    if (typeof key !== "string" || !cursor.take(":")) return undefined;
    return [key, expression()];
  }

  /** `{ messages }` */
  function shorthand(name: string, start: number): CodeValue {
    const word = wordValue(name);
    return word === undefined ? lookedUp(name, start) : word;
  }

  function put(value: CodeValue, entries: [string, CodeValue][], unknown: UnknownCode[]): void {
    const inner = value instanceof SpreadCode ? value.inner : value;
    if (inner instanceof CodeRecord) {
      for (const [key, item] of inner.entries) entries.push([key, item]);
      unknown.push(...inner.unknown);
    } else unknown.push(inner instanceof UnknownCode ? inner : new UnknownCode("…"));
  }

  function args(): CodeArguments {
    const positional: CodeValue[] = [];
    const entries: [string, CodeValue][] = [];
    const unknown: UnknownCode[] = [];
    while (cursor.at < cursor.tokens.length && !cursor.take(")")) {
      const start = cursor.at;
      const token = cursor.token();
      if (cursor.sign() === "**") {
        cursor.at += 1;
        put(expression(), entries, unknown);
      } else if (token?.kind === "name" && cursor.sign(cursor.at + 1) === "=") {
        cursor.at += 2;
        entries.push([token.name, expression()]);
      } else positional.push(expression());
      if (!cursor.take(",") && cursor.sign() !== ")" && cursor.at === start) cursor.at += 1;
      else if (cursor.sign() === ";" || cursor.sign() === "]" || cursor.sign() === "}") cursor.at += 1;
    }
    return { positional, named: new CodeRecord(entries, unknown) };
  }

  return { list, group, record, args };
}
