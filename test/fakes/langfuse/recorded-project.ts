import type { NewPrompt } from "./stored-prompts.ts";

/** The prompts of the project that test/fixtures/langfuse was recorded from, before and after its references. */
export const recordedPrompts: NewPrompt[] = [
  {
    name: "greet",
    prompt: "Hello {{name}}, welcome to {{place}}.",
    labels: ["production"],
    tags: ["demo"],
    config: { model: "gpt-4o", temperature: 0.2 },
    commitMessage: "first",
  },
  { name: "greet", prompt: "Hi {{name}}!", config: { model: "gpt-4o-mini" }, commitMessage: "second" },
  { name: "greet", prompt: "Hey {{name}} v3", labels: ["staging", "tenant-a"] },
  {
    name: "chat-support",
    prompt: [
      { role: "system", content: "You are a {{tone}} assistant." },
      { name: "history", type: "placeholder" },
      { role: "user", content: "{{question}}" },
    ],
    labels: ["production"],
    tags: ["chat"],
    config: { model: "claude-sonnet-4-5", temperature: 0, max_tokens: 256, tools: [] },
  },
  {
    name: "chat-multi",
    prompt: ["system", "user", "assistant", "developer", "tool"].map((role) => ({ role, content: role.charAt(0) })),
    labels: ["production"],
  },
  { name: "folder/sub dir/leaf", prompt: "in folder {{x}}", labels: ["production"] },
  { name: "grüße & 100%", prompt: "Grüße {{name}} ✓", labels: ["production"] },
];

export const recordedReferences: NewPrompt[] = [
  {
    name: "cfg",
    prompt: "x",
    labels: ["production"],
    config: { a: null, b: 1.5, big: 12345678901234570000, z: 1e3, zz: { y: 1, x: 2 } },
  },
  { name: "snippet", prompt: "Be brief. Answer {{q}}.", labels: ["production"] },
  {
    name: "parent",
    prompt: "Start. @@@langfusePrompt:name=snippet|label=production@@@ End.",
    labels: ["production"],
  },
  {
    name: "parent-chat",
    prompt: [
      { role: "system", content: "@@@langfusePrompt:name=snippet|version=1@@@" },
      { role: "user", content: "hi" },
    ],
    labels: ["production"],
  },
];
