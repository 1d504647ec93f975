/** promptfoo's checks that are read here, without `not-`. */
export const knownKinds: ReadonlySet<string> = new Set([
  ...["equals", "contains", "icontains", "contains-any", "icontains-any", "contains-all", "icontains-all"],
  ...["starts-with", "regex", "is-json", "contains-json", "levenshtein", "latency", "cost"],
  ...["javascript", "llm-rubric", "similar"],
]);

/** What is known of promptfoo and not read: each is refused by its name, never skipped in silence. */
export const refusedKinds: ReadonlyMap<string, string> = new Map([
  ["python", "Python is not run"],
  ["g-eval", "the criteria of g-eval are made up by a model and differ from run to run"],
  ["rouge-n", "ours is ROUGE-L, which is another figure"],
]);
