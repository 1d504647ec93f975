import type { NewPrompt } from "./stored-prompts.ts";

/** What the fake project holds; `test-chat-prompt` is the prompt of LiteLLM's documentation. */
export const samplePrompts: NewPrompt[] = [
  {
    name: "test-chat-prompt",
    prompt: [
      { role: "system", content: "You are a helpful assistant." },
      { role: "user", content: "{{user_message}}" },
    ],
    labels: ["production"],
  },
  {
    name: "with-model",
    prompt: "Say {{what}}.",
    config: { model: "gpt-4o-mini", temperature: 0.3 },
    labels: ["production"],
  },
  { name: "movie-critic", prompt: "As a {{criticlevel}} critic, do you like {{movie}}?", labels: ["production"] },
  { name: "support/reply draft", prompt: "Old {{tone}}", labels: [], commitMessage: "first" },
  {
    name: "support/reply draft",
    prompt: "New {{tone}} for {{customer}}",
    labels: ["production"],
    commitMessage: "names the customer",
  },
  {
    name: "with-history",
    prompt: [
      { role: "system", content: "Answer {{name}}." },
      { type: "placeholder", name: "history" },
      { role: "user", content: "And now?" },
    ],
    labels: ["production"],
  },
];
