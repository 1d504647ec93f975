/**
 * Credentials a caller of the library hands over for one call, LiteLLM's names in camel case. They are never stored
 * and never leave the process; they are not part of the contract with the renderer.
 */
export interface CallCredentials {
  apiKey?: string;
  apiBase?: string;
  apiVersion?: string;
  langfusePublicKey?: string;
  /** Wins over `langfuseSecretKey` when both are given (LiteLLM `langfuse_prompt_management.py`). */
  langfuseSecret?: string;
  langfuseSecretKey?: string;
  langfuseHost?: string;
}
