/** What a folder is that local prompts may lie in. */
export interface FolderCheck {
  /** Its real place. */
  path: string;
  /** Files that can be opened as prompts by their names and sizes. */
  prompts: number;
  /** Files that are listed with a reason. */
  problems: number;
  isWritable: boolean;
  /** Versions are its commits then. */
  isRepository: boolean;
  notice?: string;
}

/** The folder in force. */
export interface LocalFolderView {
  path: string;
  isDefault: boolean;
}
