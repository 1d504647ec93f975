/** Words of the language itself, and what it has without being given. */
const known = new Set(
  "if else elif endif for endfor in is not and or set endset macro endmacro call endcall filter endfilter raw endraw block endblock defined undefined none None true True false False loop range namespace dict lipsum cycler joiner recursive ignore missing with without context import from as include extends break continue do".split(
    " ",
  ),
);

/**
 * The names a Jinja2 text asks for, each once, in order of appearance; meant for the fields of a form. Names that the
 * text sets itself are left out, attributes, filters, tests and keyword arguments too.
 */
export function jinjaNames(template: string): string[] {
  const names = new Set<string>();
  const own = new Set<string>();
  // What nothing closes goes on to the end of the text: looked for again from each opening, it would take the square.
  const text = template
    .replace(/\{#[\s\S]*?(?:#\}|$)/g, "")
    .replace(/\{%-?\s*raw\s*-?%\}[\s\S]*?(?:\{%-?\s*endraw\s*-?%\}|$)/g, "");
  const tags = /\{\{([\s\S]*?)(?:\}\}|($))|\{%([\s\S]*?)(?:%\}|($))/g;
  for (const [, expression = "", open, statement = "", openStatement] of text.matchAll(tags)) {
    if (open !== undefined || openStatement !== undefined) break;
    const code = (expression || statement).replace(/"(?:[^"\\]|\\.?)*(?:"|$)|'(?:[^'\\]|\\.?)*(?:'|$)/g, '""');
    for (const name of namesMade(code)) own.add(name);
    const macro = /^[-+]?\s*macro\s+(\w+)\s*\(([^)]*)\)/.exec(code);
    if (macro) {
      for (const name of [macro[1] ?? "", ...(macro[2] ?? "").split(",").map((one) => one.split("=")[0] ?? "")]) {
        own.add(name.trim());
      }
    }
    for (const { 0: name, index } of code.matchAll(/[A-Za-z_]\w*/g)) {
      const before = code.slice(Math.max(0, index - nearby), index).trimEnd();
      const after = code.slice(index + name.length, index + name.length + nearby).trimStart();
      if (known.has(name) || /[.|]$/.test(before) || /\bis(\s+not)?$/.test(before)) continue;
      if (/\w/.test(code.charAt(index - 1)) || (/^=(?!=)/.test(after) && /[(,]$/.test(before))) continue;
      names.add(name);
    }
  }
  return [...names].filter((name) => !own.has(name));
}

/** Blanks beyond this around a name nobody writes, and all of the text before each name would be the square of it. */
const nearby = 200;

/** The names in `set a, b = …` and `for a, b in …`. */
function namesMade(code: string): string[] {
  const start = /^[-+]?\s*(?:set|for)\s/.exec(code)?.[0].length ?? 0;
  const end = start === 0 ? -1 : code.slice(start).search(/=|\bin\b/);
  const made = end < 0 ? "" : code.slice(start, start + end).trim();
  return /^[\w\s,]+$/.test(made) ? made.split(/[\s,]+/) : [];
}
