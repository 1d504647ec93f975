import { createContext } from "react";

/**
 * Where menus and hints are put: the page's main part. At the end of the page, where a portal puts them by itself, they
 * would lie in no landmark, and who goes from landmark to landmark does not come there. Null is the end of the page.
 */
export const FloatingPlace = createContext<HTMLElement | null>(null);
