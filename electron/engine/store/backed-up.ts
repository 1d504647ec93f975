/** Files whose rows are set up for an experiment. */
export const rowsFolder = "rows";

/**
 * What a profile's backup holds: documents and folders by name. Keys (`secrets.json`), the lock, the window's own data and what was
 * put aside are not among them; the history comes as a copy that SQLite made.
 */
export const backedUpFiles = [
  "settings.json",
  "connections.json",
  "prices.json",
  "saved-inputs.json",
  "draft.json",
  "local-prompts.json",
  "writing-rules.json",
  "models.json",
  "models-updated.json",
] as const;
export const backedUpFolders = ["edits", "pictures", "prompts", "prompt-states", "gateway", rowsFolder] as const;
export const historyFile = "history.db";
