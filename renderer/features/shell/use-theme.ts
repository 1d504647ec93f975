import type { Theme } from "@shared/domain/settings.ts";
import { useEffect } from "react";

/** Pins the theme on the document, or leaves it to the system; its own few colours (`forced-colors`) always are. */
export function useTheme(theme: Theme): void {
  useEffect(() => {
    const { dataset } = document.documentElement;
    const fewColours = matchMedia("(forced-colors: active)");
    const pin = () => {
      // What keeps its colours there stands on the system's ground: those of the other theme could hardly be seen.
      if (theme === "system" || fewColours.matches) delete dataset["theme"];
      else dataset["theme"] = theme;
    };
    pin();
    fewColours.addEventListener("change", pin);
    return () => fewColours.removeEventListener("change", pin);
  }, [theme]);
}
