/** Environment variables, read once. The only place of the engine that touches `process.env`. */
export interface Environment {
  /** The value, trimmed; empty counts as not set. */
  get(name: string): string | undefined;
  /** The first of the names that is set, with its value. */
  first(names: readonly string[]): { name: string; value: string } | undefined;
}

/** Takes a copy, so that a later change of the process's environment cannot move a key to another host half-way. */
export function readEnvironment(variables: Record<string, string | undefined> = process.env): Environment {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(variables)) {
    const trimmed = value?.trim();
    if (trimmed) values.set(name, trimmed);
  }
  return {
    get: (name) => values.get(name),
    first(names) {
      for (const name of names) {
        const value = values.get(name);
        if (value !== undefined) return { name, value };
      }
      return undefined;
    },
  };
}
