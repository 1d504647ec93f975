import { type ReactNode, useState } from "react";

interface LiveProps<Value> {
  from: Value;
  children(value: Value, change: (value: Value) => void): ReactNode;
}

/** A part that is told its value from outside, with somebody who keeps it: what is done to it in the gallery shows. */
export function Live<Value>({ from, children }: LiveProps<Value>) {
  const [value, change] = useState(from);
  return children(value, change);
}
