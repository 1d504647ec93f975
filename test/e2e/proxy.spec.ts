import { startLocalProxy } from "../unit/http/local-proxy.ts";
import { PlaygroundPage } from "./playground-page.ts";
import { expect, keys, test as withServers } from "./servers.ts";

/** The provider has a name that nobody but the proxy knows. */
const test = withServers.extend({
  environment: async ({ langfuse, provider }, use) => {
    const address = new URL(provider.baseUrl("openai"));
    address.hostname = "provider.example";
    await use({
      LANGFUSE_HOST: langfuse.url,
      LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
      LANGFUSE_SECRET_KEY: langfuse.secretKey,
      OPENAI_API_KEY: keys.openai,
      OPENAI_BASE_URL: address.href,
    });
  },
});

test("a proxy named in the settings takes a run to its provider, and the inspector names it", async ({
  page,
  provider,
}) => {
  const proxy = await startLocalProxy({ port: Number(new URL(provider.baseUrl("openai")).port) });
  try {
    const playground = new PlaygroundPage(page);
    await playground.openTestChat();
    const views = page.getByRole("navigation", { name: "Views" });
    await views.getByRole("button", { name: "Settings" }).click();
    const network = page.getByRole("region", { name: "Network" });
    await network.getByRole("radio", { name: "This one" }).click();
    await network.getByRole("textbox", { name: "Address" }).fill(proxy.url);
    await network.getByRole("button", { name: "Save" }).click();
    await expect(network.getByRole("button", { name: "Save" })).toBeHidden();

    await views.getByRole("button", { name: "Playground" }).click();
    await playground.run();
    await expect(playground.output).toContainText("Hello from the fake provider.");
    const request = page.getByRole("region", { name: "Request of the chosen exchange" });
    await expect(request).toContainText(`through ${proxy.url}`);
    const wanted = expect.stringMatching(/^POST http:\/\/provider\.example:\d+\/\S*chat\/completions$/);
    expect(proxy.asked.map(({ line }) => line)).toContainEqual(wanted);
  } finally {
    proxy.close();
  }
});
