/** A plain (unquoted) YAML value as one of the two YAML versions reads it. */
export type ScalarValue = string | number | boolean | null;

/** What PyYAML makes of a plain value. Dates become Python objects no config key takes; they are kept as their text. */
export interface PythonScalar {
  value: ScalarValue;
  kind: "text" | "number" | "boolean" | "null" | "date" | "not finite";
}

// PyYAML 6.0.3, resolver.py: the implicit resolvers of YAML 1.1 as LiteLLM's loader applies them.
const pythonBoolean = /^(?:yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/;
const pythonTrue = /^(?:yes|true|on)$/i;
const nothing = /^(?:~|null|Null|NULL|)$/;
const pythonInteger = /^[-+]?(?:0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(?::[0-5]?[0-9])+)$/;
const pythonFloat =
  /^(?:[-+]?[0-9][0-9_]*\.[0-9_]*(?:[eE][-+][0-9]+)?|\.[0-9][0-9_]*(?:[eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*)$/;
const pythonNotFinite = /^(?:[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/;
const pythonDate =
  /^[0-9]{4}-(?:[0-9]{2}-[0-9]{2}|[0-9]{1,2}-[0-9]{1,2}(?:[Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]*)?(?:[ \t]*(?:Z|[-+][0-9]{1,2}(?::[0-9]{2})?))?)$/;

/** Reads a plain value as PyYAML does: `no` is false, `012` is 10, `1e3` is text, `1:30` is 90. */
export function readPythonScalar(source: string): PythonScalar {
  if (nothing.test(source)) return { value: null, kind: "null" };
  if (pythonBoolean.test(source)) return { value: pythonTrue.test(source), kind: "boolean" };
  if (pythonInteger.test(source)) return { value: readInteger(source), kind: "number" };
  if (pythonFloat.test(source)) return { value: readFloat(source), kind: "number" };
  if (pythonNotFinite.test(source)) return { value: source, kind: "not finite" };
  if (pythonDate.test(source)) return { value: source, kind: "date" };
  return { value: source, kind: "text" };
}

/** Reads a plain value by YAML 1.2's core schema, which most other tools follow. */
export function readCoreScalar(source: string): ScalarValue {
  if (nothing.test(source)) return null;
  if (/^(?:true|True|TRUE)$/.test(source)) return true;
  if (/^(?:false|False|FALSE)$/.test(source)) return false;
  if (/^0o[0-7]+$/.test(source)) return Number.parseInt(source.slice(2), 8);
  if (/^0x[0-9a-fA-F]+$/.test(source)) return Number.parseInt(source.slice(2), 16);
  if (/^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/.test(source)) return Number(source);
  return source;
}

function readInteger(source: string): number {
  const { sign, digits } = splitSign(source);
  if (digits.includes(":")) return sign * sexagesimal(digits);
  if (digits.startsWith("0b")) return sign * Number.parseInt(digits.slice(2), 2);
  if (digits.startsWith("0x")) return sign * Number.parseInt(digits.slice(2), 16);
  if (digits.startsWith("0") && digits !== "0") return sign * Number.parseInt(digits, 8);
  return sign * Number(digits);
}

function readFloat(source: string): number {
  const { sign, digits } = splitSign(source);
  return sign * (digits.includes(":") ? sexagesimal(digits) : Number(digits));
}

function splitSign(source: string): { sign: number; digits: string } {
  const digits = source.replaceAll("_", "").replace(/^[-+]/, "");
  return { sign: source.startsWith("-") ? -1 : 1, digits };
}

/** `1:30` is 90: digits to the base 60. */
function sexagesimal(digits: string): number {
  return digits.split(":").reduce((sum, part) => sum * 60 + Number(part), 0);
}
