/** What there is to say of prompts in a folder without opening it. */
export const facts = {
  id: "local",
  label: "Local",
  can: { labels: false, versions: true, write: true },
} as const;
