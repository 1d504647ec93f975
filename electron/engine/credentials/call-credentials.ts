/**
 * Credentials a caller of the library hands over for one call, LiteLLM's names in camel case. They are never stored
 * and never leave the process; they are not part of the contract with the renderer.
 */
export interface CallCredentials {
  apiKey?: string;
  apiBase?: string;
  apiVersion?: string;
  /** Azure's token of Entra ID, in place of a key. */
  azureAdToken?: string;
  /** OpenAI's organization. */
  organization?: string;
  /** Headers of the request by their names in small letters; those that may carry a key are secrets. */
  headers?: Record<string, string>;
  langfusePublicKey?: string;
  /** Wins over `langfuseSecretKey` when both are given (LiteLLM `langfuse_prompt_management.py`). */
  langfuseSecret?: string;
  langfuseSecretKey?: string;
  langfuseHost?: string;
  /** The folder its local prompts lie in. */
  promptFolder?: string;
  /** The text of its prompt, as a `.prompt` file has it, in the place of a folder. */
  promptText?: string;
}
