/**
 * Addresses a prompt or a model could put in front of the window
 * (`electron/hosts/desktop/README.md#hostile-addresses`). None is ours, none is safe.
 */
export const hostileUrls = [
  "file:///etc/passwd",
  "smb://host/share",
  "\\\\host\\share",
  "javascript:alert(1)",
  "data:text/html,<script>alert(1)</script>",
  "vbscript:x",
  "ms-msdt:/id",
  "vscode://file/etc/passwd",
  "about:blank",
  "blob:app://promptscope/1234",
  "app://evil/",
  "app://promptscope.evil/",
  "app://promptscope@evil/",
  "app://promptscope:99/",
  "//promptscope/",
  "",
  "app:",
  "app://",
];
