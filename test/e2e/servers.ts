import { type FakeLangfuse, startFakeLangfuse } from "../fakes/langfuse/fake-langfuse.ts";
import { samplePrompts } from "../fakes/langfuse/sample-project.ts";
import { type FakeProvider, startFakeProvider } from "../fakes/provider/fake-provider.ts";
import { test as base, expect } from "./app.ts";

/** Keys no other place has; a page, a file or a log that shows one of them has leaked it. */
export const keys = {
  openai: "sk-e2e-canary-openai-5b1c9d77e0",
  anthropic: "sk-ant-e2e-canary-8f4e2a6611",
  azure: "azure-e2e-canary-77d0aa31c9",
};

interface Servers {
  langfuse: FakeLangfuse;
  provider: FakeProvider;
}

/** The app with a fake Langfuse and a fake provider in its environment, as `npm start` would find real ones. */
export const test = base.extend<Servers>({
  langfuse: async ({ host: _ }, use) => {
    const server = await startFakeLangfuse({ prompts: samplePrompts });
    await use(server);
    await server.close();
  },

  provider: async ({ host: _ }, use) => {
    const server = await startFakeProvider();
    await use(server);
    await server.close();
  },

  environment: async ({ langfuse, provider }, use) => {
    await use({
      LANGFUSE_HOST: langfuse.url,
      LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
      LANGFUSE_SECRET_KEY: langfuse.secretKey,
      OPENAI_API_KEY: keys.openai,
      OPENAI_BASE_URL: provider.baseUrl("openai"),
      ANTHROPIC_API_KEY: keys.anthropic,
      ANTHROPIC_BASE_URL: provider.baseUrl("anthropic"),
      AZURE_API_KEY: keys.azure,
      AZURE_API_BASE: provider.baseUrl("azure"),
    });
  },
});

export { expect };
