import { type ComponentProps, useState } from "react";
import { TextField } from "./TextField.tsx";

interface NumberFieldProps
  extends Omit<ComponentProps<"input">, "onChange" | "value" | "type" | "min" | "max" | "step"> {
  value: number | null;
  /** Called with each text that is a number within the bounds, and with null for an empty field. */
  onChange(value: number | null): void;
  min?: number;
  max?: number;
  step?: number;
  /** Whole numbers only. */
  integer?: boolean;
}

/**
 * A number typed as text, so that nothing is rounded or swallowed; arrow up and down step it.
 * What is not a number within the bounds is marked invalid and not passed on.
 */
export function NumberField({ value, onChange, min, max, step = 1, integer = false, ...rest }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const shown = typed ?? (value === null ? "" : String(value));
  const parsed = parseNumber(shown, { min, max, integer });

  const change = (text: string) => {
    setTyped(text);
    const next = parseNumber(text, { min, max, integer });
    if (next !== undefined) onChange(next);
  };
  const stepBy = (direction: 1 | -1) => {
    const next = Number(((value ?? 0) + direction * step).toFixed(10));
    change(String(Math.min(max ?? next, Math.max(min ?? next, next))));
  };

  return (
    <TextField
      {...rest}
      inputMode={integer ? "numeric" : "decimal"}
      mono
      value={shown}
      onChange={change}
      onBlur={() => {
        if (parsed !== undefined) setTyped(null);
      }}
      onKeyDown={(event) => {
        if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
        event.preventDefault();
        stepBy(event.key === "ArrowUp" ? 1 : -1);
      }}
      {...(parsed === undefined ? { "aria-invalid": true } : {})}
    />
  );
}

interface Bounds {
  min: number | undefined;
  max: number | undefined;
  integer: boolean;
}

/** Null for an empty text, undefined for one that is no number within the bounds. */
function parseNumber(text: string, { min, max, integer }: Bounds): number | null | undefined {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const number = Number(trimmed);
  if (!Number.isFinite(number) || (integer && !Number.isInteger(number))) return undefined;
  if ((min !== undefined && number < min) || (max !== undefined && number > max)) return undefined;
  return number;
}
