/** What the `*` of a name such as `openai/*` stands for in another; undefined when they do not fit. */
export function matchWildcard(pattern: string, name: string): string | undefined {
  const star = pattern.indexOf("*");
  if (star < 0) return undefined;
  const [start, end] = [pattern.slice(0, star), pattern.slice(star + 1)];
  const fits = name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
  return fits ? name.slice(start.length, name.length - end.length) : undefined;
}
