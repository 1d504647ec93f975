import { useEffect, useRef } from "react";

/**
 * Gives others a value while the component is there, as it had it when it was drawn last.
 * @param give takes how to read the value; returns what takes it back. The one of the first drawing is used.
 */
export function useWhileShown<Value>(give: (read: () => Value) => () => void, value: Value): void {
  const latest = useRef(value);
  latest.current = value;
  const first = useRef(give);
  useEffect(() => first.current(() => latest.current), []);
}
