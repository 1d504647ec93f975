import { afterEach, expect, it } from "vitest";
import { commands } from "vitest/browser";
import { TemplateText } from "../../../renderer/features/playground/text/TemplateText.tsx";
import { useTheme } from "../../../renderer/features/shell/use-theme.ts";
import { show } from "../show.tsx";
import "../../../renderer/theme.css";

/* The system's own few colours (`forced-colors`, a contrast theme of Windows). */

afterEach(() => commands.emulate({ forcedColors: null }));

const styleOf = (selector: string) => getComputedStyle(document.querySelector(selector) as Element);

// The system gives the words a dark ink; on a ground of ours that is nearly transparent they could not be read.
it("a marked word stands on the system's own ground", async () => {
  await commands.emulate({ forcedColors: "active" });
  await show(<TemplateText words={[{ text: "Answer in {{language}}." }]} />);
  const { backgroundColor, color } = styleOf("mark");
  expect(backgroundColor).toMatch(/^rgb\(/);
  expect(backgroundColor).not.toBe(color);
});

function Themed() {
  useTheme("light");
  return <p>words</p>;
}

// Signs keep their colours: those of the light theme can hardly be seen on a black ground.
it("the system's ground decides the theme, and the one that was chosen is back without it", async () => {
  const theme = () => document.documentElement.dataset["theme"];
  await show(<Themed />);
  expect(theme()).toBe("light");
  await commands.emulate({ forcedColors: "active" });
  await expect.poll(theme).toBeUndefined();
  await commands.emulate({ forcedColors: "none" });
  await expect.poll(theme).toBe("light");
});
