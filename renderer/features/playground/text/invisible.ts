/** What kind of unseen character it is; named on its badge. */
export type InvisibleKind = "bidi" | "zero-width" | "tag" | "variation" | "control";

export type TextPart =
  | { kind: "text"; text: string }
  /** A run of unseen characters of one kind; `text` holds them as they are. */
  | { kind: "invisible"; invisible: InvisibleKind; text: string };

/** One look that is fast on clean text, which nearly all text is. */
const suspicious = /[^\P{Cc}\n\r\t]|\p{Cf}|[\u{e0000}-\u{e01ef}]/u;

const pictograph = /(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)$/u;
const startsWithPictograph = /^\p{Extended_Pictographic}/u;
/** Scripts in which joiners change how letters are drawn, so that they are ordinary spelling there. */
const joiningLetter =
  /[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}]/u;

function kindOf(code: number): InvisibleKind | undefined {
  if (code >= 0xe0000 && code <= 0xe007f) return "tag";
  if (code >= 0xe0100 && code <= 0xe01ef) return "variation";
  if ((code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069)) return "bidi";
  if (code === 0x200e || code === 0x200f || code === 0x061c) return "bidi";
  if (code >= 0x200b && code <= 0x200d) return "zero-width";
  if ((code >= 0x2060 && code <= 0x2064) || (code >= 0x206a && code <= 0x206f)) return "zero-width";
  if (code === 0xfeff || code === 0x180e || code === 0x00ad) return "zero-width";
  if (code === 0x0a || code === 0x0d || code === 0x09) return undefined;
  if (code < 0x20 || (code >= 0x7f && code <= 0x9f)) return "control";
  return undefined;
}

/** Joiners inside an emoji or between letters that need them are no trick and are drawn as the font does. */
function isOrdinaryJoiner(code: number, before: string, after: string): boolean {
  if (code !== 0x200c && code !== 0x200d) return false;
  if (code === 0x200d && pictograph.test(before) && startsWithPictograph.test(after)) return true;
  return joiningLetter.test(before.slice(-1)) && joiningLetter.test(after.slice(0, 1));
}

/**
 * Cuts text at the characters a reader cannot see but a model reads (`README.md#invisible-characters`). Joined, the
 * parts are the text. Line breaks and tabs are ordinary text.
 */
export function splitInvisible(text: string): TextPart[] {
  if (!suspicious.test(text)) return text === "" ? [] : [{ kind: "text", text }];
  const parts: TextPart[] = [];
  let offset = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    const end = offset + character.length;
    const found = kindOf(code);
    const kind =
      found && isOrdinaryJoiner(code, text.slice(Math.max(0, offset - 2), offset), text.slice(end, end + 2))
        ? undefined
        : found;
    offset = end;
    const last = parts.at(-1);
    if (kind) {
      if (last?.kind === "invisible" && last.invisible === kind) last.text += character;
      else parts.push({ kind: "invisible", invisible: kind, text: character });
    } else if (last?.kind === "text") last.text += character;
    else parts.push({ kind: "text", text: character });
  }
  return parts;
}

const names: Record<InvisibleKind, string> = {
  bidi: "text direction",
  "zero-width": "zero-width",
  tag: "hidden tag",
  variation: "variation selector",
  control: "control",
};

/** What the badge and its tooltip say about a run of unseen characters. */
export function describeInvisible(invisible: InvisibleKind, text: string): { label: string; detail: string } {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const first = codes[0] ?? 0;
  const hex = (code: number) => `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
  const label = codes.length === 1 ? hex(first) : `${codes.length}× ${names[invisible]}`;
  const listed = codes.slice(0, 12).map(hex).join(" ");
  const more = codes.length > 12 ? " …" : "";
  // The tag block mirrors ASCII: what it spells is what the model reads.
  const spelled = codes
    .filter((code) => code >= 0xe0020 && code <= 0xe007e)
    .map((code) => String.fromCharCode(code - 0xe0000))
    .join("");
  const reads = invisible === "tag" && spelled !== "" ? ` — reads “${spelled}”` : "";
  return { label, detail: `Invisible ${names[invisible]} character: ${listed}${more}${reads}` };
}
