/** Gives expressions the names of variables; two expressions never get one name. */
export interface VariableNames {
  nameOf(code: string): string;
}

const longestName = 40;

export function createVariableNames(): VariableNames {
  const byCode = new Map<string, string>();
  const taken = new Set<string>();
  const counts = new Map<string, number>();
  return {
    nameOf(code) {
      const known = byCode.get(code);
      if (known !== undefined) return known;
      const wanted = wordsOf(code);
      let name = wanted;
      while (taken.has(name)) {
        const count = (counts.get(wanted) ?? 1) + 1;
        counts.set(wanted, count);
        name = `${wanted}_${count}`;
      }
      byCode.set(code, name);
      taken.add(name);
      return name;
    },
  };
}

/** `user.name` is `user_name`, `len(items)` is `len_items`. */
function wordsOf(code: string): string {
  const words = (code.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []).filter(
    (word) => !/^(?:self|this|await|f|str|String)$/.test(word),
  );
  const name = words
    .join("_")
    .slice(0, longestName)
    .replace(/^_+|_+$/g, "");
  return name === "" ? "value" : name;
}
