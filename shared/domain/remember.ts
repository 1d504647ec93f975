import { createBoundedMap } from "./bounded-map.ts";

const mostBytes = 16 * 1_048_576;

/**
 * Makes a function that remembers what it gave for the last `most` keys, for values that are dear to make and never
 * change. Long keys, and what was made of them, are forgotten sooner. What is remembered is shared by all callers.
 */
export function remember<Value extends object | string>(
  most: number,
  make: (key: string) => Value,
): (key: string) => Value {
  const known = createBoundedMap<Value>({ items: most, bytes: mostBytes });
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    // Two bytes a character, and as much again for what was made of them.
    known.set(key, made, key.length * 4);
    return made;
  };
}
