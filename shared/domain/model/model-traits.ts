/** What is known of a model beyond its name, where requests depend on it. Absent means not known, never no. */
export interface ModelTraits {
  /** Most tokens of one answer. */
  maxOutputTokens?: number;
  /** How it is told to think: `adaptive` by an effort, `budget` by a number of tokens, `none` not at all. */
  thinking?: "adaptive" | "budget" | "none";
  /** Whether an answer can be held to a JSON schema. */
  takesSchema?: boolean;
}
