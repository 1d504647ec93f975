/**
 * Makes a function that remembers what it gave for the last `most` keys, for values that are dear to make and never
 * change. What is remembered is shared by all callers.
 */
export function remember<Value extends object | string>(
  most: number,
  make: (key: string) => Value,
): (key: string) => Value {
  const known = new Map<string, Value>();
  return (key) => {
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(key);
    const [oldest] = known.keys();
    if (known.size >= most && oldest !== undefined) known.delete(oldest);
    known.set(key, made);
    return made;
  };
}
