import type { CompletionOptions } from "../../../electron/hosts/package/types.ts";
import { type FakeLangfuse, type FakeLangfuseOptions, startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { type FakeProvider, type ReceivedRequest, startFakeProvider } from "../../fakes/provider/fake-provider.ts";

/** The environment of a program that uses the library: a fake Langfuse and a fake provider on real sockets. */
export interface LibraryBench {
  langfuse: FakeLangfuse;
  provider: FakeProvider;
  /** Variables that lead there. */
  environment: Record<string, string>;
  /** The same as options of a call. */
  credentials: Pick<CompletionOptions, "langfuse_host" | "langfuse_public_key" | "langfuse_secret" | "api_key">;
  /** The request the provider received while `act` ran. */
  sentBy(act: () => Promise<unknown>): Promise<ReceivedRequest | undefined>;
  close(): Promise<void>;
}

export async function openLibraryBench(options: FakeLangfuseOptions = {}): Promise<LibraryBench> {
  const langfuse = await startFakeLangfuse(options);
  const provider = await startFakeProvider();
  return {
    langfuse,
    provider,
    environment: {
      LANGFUSE_HOST: langfuse.url,
      LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
      LANGFUSE_SECRET_KEY: langfuse.secretKey,
      OPENAI_API_KEY: "sk-canary-openai-7d1f0a9b2c",
      OPENAI_BASE_URL: provider.baseUrl("openai"),
      ANTHROPIC_API_KEY: "sk-canary-anthropic-5e2b8c7a91",
      ANTHROPIC_BASE_URL: provider.baseUrl("anthropic"),
      AZURE_API_KEY: "canary-azure-3f9d2e1c8b7a",
      AZURE_API_BASE: provider.baseUrl("azure"),
    },
    credentials: {
      langfuse_host: langfuse.url,
      langfuse_public_key: langfuse.publicKey,
      langfuse_secret: langfuse.secretKey,
      api_key: "sk-canary-of-the-call-51ab",
    },
    async sentBy(act) {
      const before = provider.requests.length;
      await act();
      return provider.requests[before];
    },
    async close() {
      await provider.close();
      await langfuse.close();
    },
  };
}
