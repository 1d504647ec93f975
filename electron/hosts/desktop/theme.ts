import type { Theme } from "@shared/domain/settings.ts";

/** Electron's `nativeTheme`, as far as it is needed here; tests give their own. */
export interface NativeThemeLike {
  themeSource: Theme;
  readonly shouldUseDarkColors: boolean;
}

/** `--bg` of `renderer/theme.css`: what the window shows before its page does. */
const windowColors = { dark: "#0e1014", light: "#f6f7f9" };

/** Makes title bar, menus and the page's `prefers-color-scheme` follow the app's theme; gives the window's colour. */
export function applyTheme(nativeTheme: NativeThemeLike, theme: Theme): string {
  nativeTheme.themeSource = theme;
  return nativeTheme.shouldUseDarkColors ? windowColors.dark : windowColors.light;
}
