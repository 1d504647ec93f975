import { describe, expect, it } from "vitest";
import { searchPalette } from "../../../../renderer/features/palette/search-palette.ts";
import type { CommandId } from "../../../../renderer/stores/commands.ts";

const available: CommandId[] = ["run.start", "view.gateway", "inspector.toggle", "theme.dark", "gateway.start"];
const commandsFor = (text: string) => searchPalette(text, [], available).commands;

describe("commands in the palette", () => {
  it("are found by the words of other tools, those that are called so first", () => {
    expect(commandsFor("proxy")).toEqual(["view.gateway", "gateway.start"]);
    expect(commandsFor("curl")).toEqual(["inspector.toggle"]);
    expect(commandsFor("submit")).toEqual(["run.start"]);
    expect(commandsFor("dark")).toEqual(["theme.dark"]);
    expect(commandsFor("start")).toEqual(["gateway.start"]);
    expect(commandsFor("nothing like it")).toEqual([]);
    expect(commandsFor("")).toEqual(available);
  });
});
