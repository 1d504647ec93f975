/** What a prompt library can do; the interface offers nothing else. */
export interface LibraryAbilities {
  /** Versions carry labels, and a label can be opened. */
  labels: boolean;
  /** It keeps more than the newest text of a prompt. */
  versions: boolean;
  /** New versions can be saved to it. */
  write: boolean;
  /** One version can be taken away. */
  deletes?: true;
  /** A prompt can be taken away whole. */
  removes?: true;
}

/** The credential and address that prompts lie behind, told without a secret. */
export interface LibraryConnection {
  /** The same for the same account at the same address, also after a restart and on another machine. */
  id: string;
  /** The address, for a person. */
  label: string;
  /** What the server calls the project; absent until it was asked once. */
  project?: { id: string; name: string };
}

/** A prompt library as settings and switches show it. */
export interface PromptLibraryView {
  id: string;
  label: string;
  can: LibraryAbilities;
  /** Invented prompts to try with, which nobody's work depends on. */
  samples: boolean;
  /** It has to be connected before it can be opened. */
  needsConnection: boolean;
  /** The default; null where there is none, or none yet. */
  connection: LibraryConnection | null;
  /** Every one that is set up, the default first. */
  connections: LibraryConnection[];
  /** Its default can be opened as things are set up. */
  ready: boolean;
}
