/** What there is to say of prompts in a folder without opening it. */
export const facts = {
  id: "local",
  label: "Local",
  can: { labels: false, versions: true, write: true, removes: true },
  // `dotprompt/` is LiteLLM's word for prompts that lie in a folder, `local/` is ours for the same.
  modelPrefixes: ["local/", "dotprompt/"],
} as const;
