/** What is known of a model beyond its name, where requests depend on it. Absent means not known, never no. */
export interface ModelTraits {
  /** Most tokens of one answer. */
  maxOutputTokens?: number;
  /** How it is told to think: `adaptive` by an effort, `budget` by a number of tokens, `none` not at all. */
  thinking?: "adaptive" | "budget" | "none";
  /** Whether an answer can be held to a JSON schema. */
  takesSchema?: boolean;
  /** `one`: temperature or top_p, not both; `none`: nothing but a temperature of 1. */
  sampling?: "one" | "none";
  /** Whether it goes on with an answer that was begun for it: a conversation that ends with the assistant's words. */
  takesPrefill?: boolean;
  /** Whether it has the role `developer`. */
  takesDeveloper?: boolean;
}
