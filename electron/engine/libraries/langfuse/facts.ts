/** What there is to say of Langfuse before it is connected. */
export const langfuseFacts = {
  id: "langfuse",
  label: "Langfuse",
  can: { labels: true, versions: true, write: false },
  pricesModels: true,
} as const;
