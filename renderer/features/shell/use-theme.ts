import type { Theme } from "@shared/domain/settings.ts";
import { useEffect } from "react";

/** Pins the theme on the document, or leaves it to the system. */
export function useTheme(theme: Theme): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    if (theme === "system") delete dataset["theme"];
    else dataset["theme"] = theme;
  }, [theme]);
}
