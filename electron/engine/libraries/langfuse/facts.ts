/** What there is to say of Langfuse before it is connected. */
export const facts = {
  id: "langfuse",
  label: "Langfuse",
  can: { labels: true, versions: true, write: true, deletes: true },
  modelPrefixes: ["langfuse/"],
  numbersVersions: true,
  pricesModels: true,
} as const;
