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

  /** The messages of the prompt panel with values put in, instead of the template. */
  async showAsSent(): Promise<void> {
    await this.page.getByRole("radio", { name: "As sent" }).click();
  }

  async showTemplate(): Promise<void> {
    await this.page.getByRole("radio", { name: "Template" }).click();
  }

  /** Changes to the Langfuse project that the environment or the settings name. */
  async openLangfuse(): Promise<void> {
    await this.page.getByRole("button", { name: /^Workspace/ }).click();
    // It is called by the project's name once that is known.
    await this.page.getByRole("menuitemcheckbox").nth(1).click();
    await expect(this.page.getByRole("treeitem", { name: /with-history/ })).toBeVisible();
  }

  async openDemo(): Promise<void> {
    await this.page.getByRole("button", { name: /^Workspace/ }).click();
    await this.page.getByRole("menuitemcheckbox", { name: /^Demo workspace/ }).click();
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

  /** The column at a place: A, B, C. */
  variantAt(letter: string): Locator {
    return this.page.getByRole("region", { name: `Variant ${letter}`, exact: true });
  }

  outputOf(letter: string): Locator {
    return this.variantAt(letter).getByRole("region", { name: "Output" });
  }

  /** Copies the last variant and gives the copy a model. */
  async addVariant(letter: string, model: string): Promise<void> {
    await this.page.getByRole("button", { name: "Add variant" }).click();
    await this.chooseModel(model, letter);
  }

  /** The project's chat prompt with its one variable filled and a model chosen, ready to run. */
  async openTestChat(message = "hi", model = "gpt-4o"): Promise<void> {
    await this.openLangfuse();
    await this.openPrompt(/test-chat-prompt/);
    await this.fill("user_message", message);
    await this.chooseModel(model);
  }

  /** OpenAI, Anthropic and Azure behind the fake provider, on one prompt, as variants A, B and C. */
  async openThree(): Promise<void> {
    await this.openTestChat();
    await this.addVariant("B", "anthropic/claude-3-5-sonnet-20240620");
    await this.addVariant("C", "azure/my-deployment");
  }

  /** Types a model name into the picker. */
  async chooseModel(model: string, letter = "A"): Promise<void> {
    const picker = this.variantAt(letter).getByRole("button", { name: /^Model/ });
    await picker.click();
    await this.page.getByRole("combobox", { name: "Models" }).fill(model);
    await this.page.keyboard.press("Enter");
    await expect(picker).toContainText(model.split("/").at(-1) ?? model);
  }

  /** Chooses from the menu of a variant. */
  async more(letter: string, item: RegExp): Promise<void> {
    await this.variantAt(letter).getByRole("button", { name: "More", exact: true }).click();
    const menu = this.page.getByRole("menu");
    // By its role: a click on the words of an entry that is still disabled would count as done.
    await menu.getByRole("menuitem").or(menu.getByRole("menuitemcheckbox")).filter({ hasText: item }).click();
  }

  async repeat(times: string): Promise<void> {
    await this.page.getByRole("button", { name: /^Repetitions/ }).click();
    await this.page.getByRole("menuitemcheckbox", { name: times }).click();
  }

  async run(): Promise<void> {
    await this.page.getByRole("button", { name: /^Run/ }).first().click();
  }

  async tab(name: string): Promise<void> {
    await this.variant.getByRole("tab", { name }).click();
  }

  /** Runs over all saved inputs, one after another, past what it comes to. */
  async runOverInputs(): Promise<void> {
    await this.page.getByRole("button", { name: "More for saved inputs" }).click();
    await this.page.getByRole("menuitem", { name: "Run over all saved inputs" }).click();
    const dialog = this.page.getByRole("dialog", { name: "Before it starts" });
    await dialog.getByRole("radio", { name: "1", exact: true }).click();
    await dialog.getByRole("button", { name: /^Start/ }).click();
  }
}
