import { EvaluatorFailure, type EvaluatorKind } from "../kind/evaluator-kind.ts";
import { scripts, wordsOfLanguages } from "./words-of-languages.ts";

const words = new Map(Object.entries(wordsOfLanguages).map(([code, text]) => [code, new Set(text.split(" "))]));
const longestRead = 20_000;

/**
 * The language of a text: by its script where that tells, else by its short words; undefined where neither does. Danish
 * and Norwegian are too alike for that: one stands for both.
 */
function languageOf(text: string): string[] {
  const read = text.slice(0, longestRead);
  const letters = read.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return [];
  for (const [code, pattern] of scripts) {
    const found = read.match(pattern)?.length ?? 0;
    // Japanese and Ukrainian have few of the letters that only they have.
    const share = code === "ja" || code === "uk" ? 0.05 : 0.3;
    if (found / letters >= share) return [code];
  }
  const counts = [...words].map(([code, known]) => {
    const found = (read.toLowerCase().match(/\p{L}+/gu) ?? []).filter((word) => known.has(word));
    return { code, count: found.length };
  });
  const most = Math.max(...counts.map(({ count }) => count));
  return most < 2 ? [] : counts.filter(({ count }) => count === most).map(({ code }) => code);
}

/** The answer is written in the language. */
export const language: EvaluatorKind<"language"> = {
  type: "language",
  judge({ value }, { answer }) {
    if (!words.has(value) && !scripts.some(([code]) => code === value)) {
      throw new EvaluatorFailure(`The language “${value}” is not known here.`);
    }
    const found = languageOf(answer.text);
    if (found.length === 0) throw new EvaluatorFailure("The answer is too short to tell its language.");
    return { value: found.includes(value), reason: `It reads as ${found.join(" or ")}.` };
  },
};
