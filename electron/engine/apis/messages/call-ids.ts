/** Ids of tool calls as Anthropic takes them: its own letters, and each once. */
export interface CallIds {
  /** The id of a new call. */
  ofCall(given: string): string;
  /** The id of the newest call that had this one, for its result. */
  ofResult(given: string): string;
}

/** Other models make ids that Anthropic refuses (`functions.w:0`), or the same one in every turn. */
export function createCallIds(): CallIds {
  const sent = new Map<string, string>();
  const taken = new Set<string>();
  const cleaned = (given: string) => given.replace(/[^a-zA-Z0-9_-]/g, "_") || "call";
  return {
    ofCall(given) {
      const clean = cleaned(given);
      let id = clean;
      for (let count = 2; taken.has(id); count += 1) id = `${clean}_${count}`;
      taken.add(id);
      sent.set(given, id);
      return id;
    },
    ofResult: (given) => sent.get(given) ?? cleaned(given),
  };
}
