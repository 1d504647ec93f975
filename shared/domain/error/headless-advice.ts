import type { AppError, ErrorCode } from "./error.ts";
import { errorTexts } from "./error-texts.ts";

/** How a host without a window words what is to be done. */
export interface HeadlessWords {
  /** In place of the table's advice; empty leaves it out. */
  advice: Partial<Record<ErrorCode, string>>;
  /** Where keys and addresses are given there, in place of “in Settings → …”. */
  keys: string;
  addresses: string;
}

/** Advice that points at what only the window shows. */
const everywhere: HeadlessWords["advice"] = {
  provider_rejected: "",
  image_refused: "This model may take none: choose one that reads images, or take the picture out.",
};

const inSettings = /in Settings(?: → [^.,]{1,80}?)?(?=,| or |\.)/;

/** What to do about an error, for where there is no window to do it in. */
export function headlessAdvice({ code, advice }: AppError, words: HeadlessWords): string | undefined {
  const isOfTable = advice === errorTexts[code].advice;
  const own = isOfTable ? (words.advice[code] ?? everywhere[code]) : undefined;
  const place = code === "credential_missing" || code.startsWith("secret_") ? words.keys : words.addresses;
  const text =
    own ?? advice?.replace("Add the key on the same card.", `Add the key ${words.keys}.`).replace(inSettings, place);
  return text === "" ? undefined : text;
}
