import type { Locator, Page } from "@playwright/test";

/** The history view by the names a person reads. */
export class HistoryPage {
  readonly page: Page;
  readonly rows: Locator;
  readonly run: Locator;
  readonly search: Locator;

  constructor(page: Page) {
    this.page = page;
    this.rows = page.getByRole("listbox", { name: "Runs" }).getByRole("option");
    this.run = page.getByRole("region", { name: "Run", exact: true });
    this.search = page.getByRole("searchbox", { name: /^Search prompt/ });
  }

  async open(): Promise<void> {
    await this.page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "History" }).click();
  }
}
