/** Texts of others on a page of ours: they become text and never markup, and no longer than there is room. */

const names: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

export function html(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a page has no place for them
  const allowed = text.toWellFormed().replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, "\ufffd");
  return allowed.replaceAll(/[&<>"']/g, (mark) => names[mark] ?? mark);
}

/** As many bytes of it as there is room for, and how much more there was. */
export function clipped(text: string, bytes: number): string {
  let [used, end] = [0, 0];
  for (const mark of text) {
    used += Buffer.byteLength(html(mark));
    if (used > bytes) break;
    end += mark.length;
  }
  if (end >= text.length) return html(text);
  return `${html(text.slice(0, end))}<i class="more"> … ${text.length - end} more characters</i>`;
}
