import { expect, type Locator, type Page } from "@playwright/test";
import OpenAI from "openai";

/** The config of LiteLLM's documentation. */
export const gatewayConfig = `model_list:
  - model_name: my-langfuse-model
    litellm_params:
      model: langfuse/openai-model
      prompt_id: test-chat-prompt
  - model_name: openai-model
    litellm_params:
      model: openai/gpt-4o-mini
      api_key: os.environ/OPENAI_API_KEY
`;

/** The gateway view by the names a person reads. */
export class GatewayPage {
  readonly page: Page;
  readonly editor: Locator;
  readonly problems: Locator;
  readonly calls: Locator;
  readonly call: Locator;
  readonly pill: Locator;

  constructor(page: Page) {
    this.page = page;
    this.editor = page.getByRole("textbox", { name: "config.yaml" });
    this.problems = page.getByRole("region", { name: "Problems" }).getByRole("listitem");
    this.calls = page.getByRole("table", { name: "Calls" }).locator("tbody tr");
    this.call = page.getByRole("region", { name: "Call", exact: true });
    this.pill = page.getByRole("banner").getByRole("button", { name: /^Gateway/ });
  }

  async open(): Promise<void> {
    await this.page.getByRole("navigation", { name: "Views" }).getByRole("button", { name: "Gateway" }).click();
  }

  /** Begins with the sample, then writes another config over it. */
  async write(text: string): Promise<void> {
    await this.open();
    await this.page.getByRole("button", { name: "Start with a sample config" }).click();
    await this.editor.fill(text);
    const port = this.page.getByRole("textbox", { name: "Port" });
    await port.fill("0");
  }

  /** Starts it and gives a client of it. */
  async start(): Promise<OpenAI> {
    await this.page.getByRole("button", { name: "Start", exact: true }).click();
    await expect(this.pill).toContainText(/127\.0\.0\.1:\d+/);
    const address = /127\.0\.0\.1:\d+/.exec((await this.pill.textContent()) ?? "")?.[0];
    return new OpenAI({ apiKey: "sk-anything", baseURL: `http://${address}/v1`, maxRetries: 0 });
  }

  /** Chooses from the menu of what the playground gives. */
  async fromPlayground(item: string): Promise<void> {
    await this.page.getByRole("button", { name: "From the playground" }).click();
    await this.page.getByRole("menuitem", { name: item }).click();
  }

  /** Opens the call that came in last in the playground. */
  async openLastCall(): Promise<void> {
    await this.calls.first().click();
    await this.call.getByRole("button", { name: "Open in the playground" }).click();
  }
}
