// Runs in Node and, through toString(), in the page: values of the structured clone <-> JSON text.
export function makeCodec() {
  const toBase64 = (bytes) => {
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const fromBase64 = (text) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

  const encodeNumber = (value) => {
    if (Object.is(value, -0)) return { $: "number", v: "-0" };
    return Number.isFinite(value) ? value : { $: "number", v: String(value) };
  };

  const encodeObject = (value, seen) => {
    if (Array.isArray(value)) return value.map((item) => encode(item, seen));
    if (value instanceof Date) return { $: "date", v: value.getTime() };
    if (value instanceof RegExp) return { $: "regexp", v: [value.source, value.flags] };
    if (value instanceof Error) return { $: "error", v: [value.name, value.message, value.stack] };
    if (value instanceof Map) return { $: "map", v: [...value].map((pair) => encode(pair, seen)) };
    if (value instanceof Set) return { $: "set", v: [...value].map((item) => encode(item, seen)) };
    if (value instanceof ArrayBuffer) return { $: "buffer", v: toBase64(new Uint8Array(value)) };
    if (ArrayBuffer.isView(value)) {
      const kind = value.constructor.name === "Buffer" ? "Uint8Array" : value.constructor.name;
      return { $: "view", k: kind, v: toBase64(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)) };
    }
    return { $: "object", v: Object.entries(value).map(([key, item]) => [key, encode(item, seen)]) };
  };

  const encode = (value, seen = new Set()) => {
    const type = typeof value;
    if (value === null || type === "string" || type === "boolean") return value;
    if (type === "undefined") return { $: "undefined" };
    if (type === "bigint") return { $: "bigint", v: String(value) };
    if (type === "number") return encodeNumber(value);
    if (type !== "object" || value instanceof Promise || value instanceof WeakMap) {
      throw new Error("An object could not be cloned.");
    }
    if (seen.has(value)) throw new Error("stand-in: cyclic values are not carried");
    seen.add(value);
    try {
      return encodeObject(value, seen);
    } finally {
      seen.delete(value);
    }
  };

  const decodeError = ([name, message, stack]) => {
    const kinds = { TypeError, RangeError, SyntaxError, ReferenceError };
    const error = new (kinds[name] ?? Error)(message);
    error.stack = stack;
    return error;
  };

  const decode = (value) => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(decode);
    switch (value.$) {
      case "undefined":
        return undefined;
      case "bigint":
        return BigInt(value.v);
      case "number":
        return Number(value.v);
      case "date":
        return new Date(value.v);
      case "regexp":
        return new RegExp(...value.v);
      case "error":
        return decodeError(value.v);
      case "map":
        return new Map(value.v.map(decode));
      case "set":
        return new Set(value.v.map(decode));
      case "buffer":
        return fromBase64(value.v).buffer;
      case "view":
        return new globalThis[value.k](fromBase64(value.v).buffer);
      default:
        return Object.fromEntries(value.v.map(([key, item]) => [key, decode(item)]));
    }
  };

  return { encode: (value) => JSON.stringify(encode(value)), decode: (text) => decode(JSON.parse(text)) };
}
