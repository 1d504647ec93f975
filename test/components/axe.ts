import { expect } from "vitest";
import { commands } from "vitest/browser";

declare module "vitest/browser" {
  interface BrowserCommands {
    violationsInTest(theme: "light" | "dark", only?: "colours" | undefined, within?: string): Promise<string[]>;
  }
}

/** Axe finds nothing, of any severity, in what is shown: structure once, colours in both themes. It ends up dark. `within`: only in there. */
export async function expectAccessible(within = "body"): Promise<void> {
  const light = await commands.violationsInTest("light", undefined, within);
  expect([...light, ...(await commands.violationsInTest("dark", "colours", within))]).toEqual([]);
}
