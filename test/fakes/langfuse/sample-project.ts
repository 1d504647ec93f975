import type { StoredDatasets } from "./datasets.ts";
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

/** Twelve tickets in which two were corrected later, so that there are versions by time. */
export function addSampleDataset(datasets: StoredDatasets): void {
  for (let number = 1; number <= 12; number += 1) {
    const input = { tone: number % 2 === 0 ? "warm" : "dry", customer: `Customer ${number}` };
    datasets.put("support/tickets", { id: `ticket-${number}`, input, expectedOutput: `reply ${number}` });
  }
  for (const number of [3, 7]) {
    const input = { tone: "warm", customer: `Customer ${number}, corrected` };
    datasets.put("support/tickets", { id: `ticket-${number}`, input, expectedOutput: `reply ${number}` });
  }
}
