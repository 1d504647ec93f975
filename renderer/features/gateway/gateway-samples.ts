/** A config to begin with: of the sample library, or LiteLLM's documented one for a Langfuse prompt. */
export function sampleConfig(ofSamples: boolean, promptName: string | null): string {
  return ofSamples ? demoConfig(promptName ?? "movie-critic") : langfuseConfig(promptName ?? "test-chat-prompt");
}

function demoConfig(prompt: string): string {
  return `# Programs ask for model_name. langfuse/ fills the prompt with the request's prompt_variables.
model_list:
  - model_name: my-prompt
    litellm_params:
      model: langfuse/demo/storyteller # unless the prompt's config names a model
      prompt_id: ${quoted(prompt)}
  - model_name: sample-model
    litellm_params:
      model: demo/storyteller
`;
}

function langfuseConfig(prompt: string): string {
  return `# Programs ask for model_name. langfuse/ fills the prompt with the request's prompt_variables.
model_list:
  - model_name: my-langfuse-model
    litellm_params:
      model: langfuse/openai-model # the entry below, unless the prompt's config names a model
      prompt_id: ${quoted(prompt)}
  - model_name: openai-model
    litellm_params:
      model: openai/gpt-6-luna
      api_key: os.environ/OPENAI_API_KEY # or the key entered in Settings
`;
}

/** Plain where YAML reads it as this text; JSON's quotes are YAML's too. */
function quoted(text: string): string {
  return /^[A-Za-z][\w/-]*$/.test(text) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(text)
    ? text
    : JSON.stringify(text);
}
