import { PlaygroundPage } from "./playground-page.ts";
import { expect, test } from "./servers.ts";

/* What only the web host's own requests can show. */

// It said "Run to see every request" while the exchanges of a finished run were on their way.
test("the inspector says that it reads the exchanges until they are there", async ({ page }) => {
  const playground = new PlaygroundPage(page);
  await playground.openTestChat("slowly");
  const inspector = page.getByRole("region", { name: "Inspector" });
  await expect(page.getByRole("button", { name: /^Requests/ })).toContainText("none yet");
  const held = Promise.withResolvers<void>();
  await page.route("**/api/run.get", async (route) => {
    await held.promise;
    await route.continue();
  });
  await playground.run();
  await expect(playground.output).toContainText("Hello from the fake provider.");
  await expect(inspector).toContainText("Reading the exchanges…");
  held.resolve();
  await expect(inspector.getByRole("region", { name: "Request of the chosen exchange" })).toBeVisible();
});
