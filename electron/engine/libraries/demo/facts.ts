/** What there is to say of the bundled samples without opening them. */
export const facts = {
  id: "demo",
  label: "Samples",
  can: { labels: true, versions: true, write: false },
  samples: true,
} as const;
