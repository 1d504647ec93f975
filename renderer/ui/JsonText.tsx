import styles from "./JsonText.module.css";
import { jsonTokens } from "./json-tokens.ts";

/** JSON text with its colours, unchanged otherwise. */
export function JsonText({ text }: { text: string }) {
  let at = 0;
  return jsonTokens(text).map((token) => {
    const key = at;
    at += token.text.length;
    return token.kind === "plain" ? (
      token.text
    ) : (
      <span key={key} className={styles[token.kind]}>
        {token.text}
      </span>
    );
  });
}
