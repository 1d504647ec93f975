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
  const text = template
    .replace(/\{#[\s\S]*?#\}/g, "")
    .replace(/\{%-?\s*raw\s*-?%\}[\s\S]*?\{%-?\s*endraw\s*-?%\}/g, "");
  for (const [, expression = "", statement = ""] of text.matchAll(/\{\{([\s\S]*?)\}\}|\{%([\s\S]*?)%\}/g)) {
    const code = (expression || statement).replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/g, '""');
    const made = /^[-+]?\s*(?:set|for)\s+([\w\s,]+?)\s*(?:=|\bin\b)/.exec(code)?.[1];
    for (const name of made?.split(/[\s,]+/) ?? []) own.add(name);
    const macro = /^[-+]?\s*macro\s+(\w+)\s*\(([^)]*)\)/.exec(code);
    if (macro) {
      for (const name of [macro[1] ?? "", ...(macro[2] ?? "").split(",").map((one) => one.split("=")[0] ?? "")]) {
        own.add(name.trim());
      }
    }
    for (const { 0: name, index } of code.matchAll(/[A-Za-z_]\w*/g)) {
      const before = code.slice(0, index).trimEnd();
      const after = code.slice(index + name.length).trimStart();
      if (known.has(name) || /[.|]$/.test(before) || /\bis(\s+not)?$/.test(before)) continue;
      if (/[\d\w]$/.test(code.slice(0, index)) || (/^=(?!=)/.test(after) && /[(,]$/.test(before))) continue;
      names.add(name);
    }
  }
  return [...names].filter((name) => !own.has(name));
}
