import { describe, expect, it } from "vitest";
import { readSources, type SourceFile } from "./source-files.ts";
import { styleFaults } from "./style-names.ts";

const component = (text: string): SourceFile => ({
  path: "renderer/A.tsx",
  text: `import styles from "./A.module.css";\n${text}`,
  imports: [{ specifier: "./A.module.css", target: "renderer/A.module.css", typeOnly: false, isLate: false }],
});
const sheet = (text: string): SourceFile => ({ path: "renderer/A.module.css", text, imports: [] });

describe("class names", () => {
  // A name that its CSS module lacks is `undefined` without a word: the element stands there unstyled.
  it("every one taken from a CSS module stands in it, and every class there is taken", () => {
    expect(styleFaults(readSources(["renderer", "shared"]))).toEqual([]);
  });

  it("the rule sees a missing name, a class nobody takes and a sheet nobody imports", () => {
    const css = sheet(".row, .wide > .cell:not(.last) { color: red }\n@media (width < 9px) { .row { color: blue } }");
    expect(styleFaults([css])).toEqual(["renderer/A.module.css: imported by nothing"]);
    expect(
      styleFaults([css, component('[styles["row"], styles["wide"], styles["cell"], styles["last"], styles["rows"]]')]),
    ).toEqual(["renderer/A.tsx: no class “rows” in renderer/A.module.css"]);
    expect(styleFaults([css, component('[styles["row"], styles["wide"], styles["cell"]]')])).toEqual([
      "renderer/A.module.css: nothing takes class “last”",
    ]);
  });

  it("a computed name takes what it may be and nothing else", () => {
    const css = sheet(".ok { color: green }\n.bad { color: red }\n.lines4 { height: 4em }");
    expect(
      styleFaults([css, component(`const tone: "ok" = read(); styles[tone]; styles[\`lines\${count}\`];`)]),
    ).toEqual(["renderer/A.module.css: nothing takes class “bad”"]);
  });
});
