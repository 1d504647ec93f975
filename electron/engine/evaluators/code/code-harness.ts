/** A text: it is run inside of QuickJS, before the code of others, and never by Node. */
export const harness = `(() => {
  const { parse, stringify } = JSON;
  const { isFinite } = Number;
  const names = ["output", "expected", "vars", "context"];
  const nothing = () => undefined;
  globalThis.console = { log: nothing, info: nothing, warn: nothing, error: nothing, debug: nothing };
  const ofText = (code) => {
    const text = code.trimEnd();
    if (text.includes("\\n")) return new Function(...names, text);
    const line = text.trim().replace(/;+\\s*$/, "");
    // Of several statements in a line the last is what it gives.
    if (/^(?:const|let|var)\\s/.test(line)) return new Function(...names, "return eval(" + stringify(line) + ");");
    return new Function(...names, "return " + line + "\\n;");
  };
  const ofExports = (exported, entry) => {
    const named = entry === "" ? (exported && exported.default) ?? exported : exported && exported[entry];
    if (typeof named !== "function") throw new TypeError("it exports no function" + (entry ? " " + entry : ""));
    return (output, expected, vars, context) => named(output, context);
  };
  const ofCommonJs = (code, entry) => {
    const module = { exports: {} };
    new Function("module", "exports", code)(module, module.exports);
    return ofExports(module.exports, entry);
  };
  const describe = (value) => {
    const type = value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
    if (type === "number" && !isFinite(value)) return stringify({ type: "number", value: String(value) });
    if (type === "function" || type === "symbol" || type === "bigint") return stringify({ type });
    return stringify({ type, value });
  };
  return async (form, code, entry, given, exported) => {
    const input = parse(given);
    const run = form === "text" ? ofText(code) : form === "module" ? ofExports(exported, entry) : ofCommonJs(code, entry);
    return describe(await run(input.output, input.expected, input.vars, input.context));
  };
})()`;
