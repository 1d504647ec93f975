import { expect } from "vitest";
import { commands } from "vitest/browser";

declare module "vitest/browser" {
  interface BrowserCommands {
    seriousInTest(theme: "light" | "dark", only?: "colours"): Promise<string[]>;
  }
}

/** Nothing that is shown keeps somebody out: structure once, colours in both themes. It ends up dark. */
export async function expectAccessible(): Promise<void> {
  const light = await commands.seriousInTest("light");
  expect([...light, ...(await commands.seriousInTest("dark", "colours"))]).toEqual([]);
}
