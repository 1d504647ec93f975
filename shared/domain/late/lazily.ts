/**
 * Makes a value when it is first asked for, and then the same again: for what is dear to make and not needed at the
 * start, as the schemas of whole files are.
 */
export function lazily<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
