import { readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { violations } from "./accessibility.ts";
import { expect, test } from "./app.ts";
import { chooseElectron } from "./electron-binary.ts";
import { HistoryPage } from "./history-page.ts";
import { importRuns, pastRun } from "./imported-runs.ts";

/*
 * A backup goes from the engine to a file and back past the page: on the web host by the browser's own download and upload, on the
 * desktop by the system's dialogs. What a browser says of itself on the way, and what crosses the bridge, no other test sees.
 */

test.use({
  // The dialogs of the stand-in say this file.
  variables: async ({ variables, profile }, use) => {
    await use({ ...variables, STANDIN_FILE: join(profile, "kept.backup") });
  },
});
test.skip(({ host }) => host === "desktop" && chooseElectron().kind === "real", "nobody is there to answer a dialog");

test("a backup is written past the page, read back past it, refused when it was cut off, and in place at the next start @desktop", async ({
  openApp,
  host,
  profile,
}) => {
  const path = join(profile, "kept.backup");
  const first = await openApp();
  const { page } = first;
  await importRuns(new HistoryPage(page), [pastRun(1, 2), pastRun(2, 1)]);
  await page.getByRole("button", { name: "Settings" }).first().click();
  const section = page.getByRole("region", { name: "Backup" });
  const backUp = section.getByRole("button", { name: "Back up" });
  const choose = async () => {
    if (host === "web") await section.getByLabel("Backup to restore").setInputFiles(path);
    else await section.getByRole("button", { name: "Restore…" }).click();
  };

  if (host === "web") {
    const [download] = await Promise.all([page.waitForEvent("download"), backUp.click()]);
    expect(download.suggestedFilename()).toMatch(/^promptscope-[\d-]+\.backup$/);
    await download.saveAs(path);
    await expect(section.getByRole("status")).toContainText("handed to the browser");
  } else {
    await backUp.click();
    await expect(section.getByRole("status")).toContainText(`written to ${path}.`);
  }

  const whole = readFileSync(path);
  await writeFile(path, whole.subarray(0, whole.byteLength - 20));
  await choose();
  await expect(section).toContainText("it is not whole: its end is missing");
  await writeFile(path, whole);
  await choose();
  await expect(section).toContainText("is whole: 2 runs");
  expect(await violations(page)).toEqual([]);
  await section.getByRole("button", { name: "Replace at the next start" }).click();
  await expect(section).toContainText("Stop Promptscope and start it again");
  await first.close();

  const second = await openApp();
  const history = new HistoryPage(second.page);
  await history.open();
  await expect(history.rows).toHaveCount(2);
  await second.page.getByRole("button", { name: "Settings" }).first().click();
  await expect(second.page.getByRole("region", { name: "Backup" })).toContainText("The backup is in place.");
});
