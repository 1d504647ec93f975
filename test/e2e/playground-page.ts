import { expect, type Locator, type Page } from "@playwright/test";

/** The playground by the names a person reads. */
export class PlaygroundPage {
  readonly page: Page;
  readonly variant: Locator;
  readonly output: Locator;
  readonly messages: Locator;
  readonly figures: Locator;

  constructor(page: Page) {
    this.page = page;
    this.variant = page.getByRole("region", { name: "Variant A" });
    this.output = this.variant.getByRole("region", { name: "Output" });
    this.messages = page.getByRole("region", { name: "Formatted messages" });
    this.figures = this.variant.getByRole("region", { name: "Figures of the run" });
  }

  /** Changes to the Langfuse project that the environment or the settings name. */
  async openLangfuse(): Promise<void> {
    await this.page.getByRole("button", { name: /^Workspace/ }).click();
    await this.page.getByRole("menuitemcheckbox", { name: /^Langfuse project/ }).click();
    await expect(this.page.getByRole("treeitem", { name: /with-history/ })).toBeVisible();
  }

  async openPrompt(name: RegExp): Promise<void> {
    await this.page.getByRole("treeitem", { name }).click();
    await expect(
      this.page.getByRole("region", { name: "Prompt", exact: true }).getByRole("heading", { level: 1 }),
    ).toHaveText(name);
  }

  async fill(variable: string, value: string): Promise<void> {
    await this.page.getByRole("textbox", { name: variable, exact: true }).fill(value);
  }

  /** Types a model name into the picker. */
  async chooseModel(model: string): Promise<void> {
    await this.variant.getByRole("button", { name: /^Model/ }).click();
    await this.page.getByRole("combobox", { name: "Models" }).fill(model);
    await this.page.keyboard.press("Enter");
    await expect(this.variant.getByRole("button", { name: /^Model/ })).toContainText(model.split("/").at(-1) ?? model);
  }

  async run(): Promise<void> {
    await this.page.getByRole("button", { name: /^Run/ }).first().click();
  }

  async tab(name: string): Promise<void> {
    await this.variant.getByRole("tab", { name }).click();
  }
}
