/** The sections of the settings, in their order. */
export const settingsSections = [
  { id: "langfuse", title: "Langfuse" },
  { id: "local", title: "Local prompts" },
  { id: "providers", title: "Providers" },
  { id: "prices", title: "Prices" },
  { id: "spend", title: "Spending" },
  { id: "rules", title: "Prompt rules" },
  { id: "history", title: "History" },
  { id: "backup", title: "Backup" },
  { id: "network", title: "Network" },
  { id: "appearance", title: "Appearance" },
  { id: "shortcuts", title: "Keyboard" },
  { id: "about", title: "About" },
] as const;
