/** Beyond it nothing of a page is read. */
const readOfPage = 16_384;
const longestText = 500;

/** Whether a text is a web page or XML and no words of their own. */
export function isPage(text: string): boolean {
  return /^\uFEFF?\s*<(?:[!?]|[a-z])/i.test(text.slice(0, 200));
}

/** What a person would read on a page: its title and text without tags, styles and scripts. */
export function textOfPage(page: string): string {
  const text = page
    .slice(0, readOfPage)
    .replace(/<(script|style|svg)\b[\s\S]*?(?:<\/\1\s*>|$)/gi, " ")
    .replace(/<!--[\s\S]*?(?:-->|$)/g, " ")
    .replace(/<[^<>]*>?/g, " ")
    .replace(/&(?:nbsp|#160);/g, " ")
    .replace(/&lt;/g, "<")
    .replace(/&gt;/g, ">")
    .replace(/&(?:quot|#34);/g, '"')
    .replace(/&#(?:39|x27);/g, "'")
    .replace(/&amp;/g, "&")
    .replace(/\s+/g, " ")
    .trim();
  return text.length > longestText ? `${text.slice(0, longestText)}…` : text;
}
