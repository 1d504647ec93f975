import { startFakeLangfuse } from "./langfuse/fake-langfuse.ts";
import { addSampleDataset, samplePrompts } from "./langfuse/sample-project.ts";
import { startFakeProvider } from "./provider/fake-provider.ts";

/*
 * `npm run fakes`: the servers the tests use, for trying things by hand. Prints what to set so that the app, the command
 * line and the gateway find them, and ends with Ctrl-C.
 */

const langfuse = await startFakeLangfuse({ prompts: samplePrompts });
addSampleDataset(langfuse.datasets);
const provider = await startFakeProvider();

/** Words no real service would take. */
const key = "sk-fake-key-for-trying-things";
const variables: [name: string, value: string][] = [
  ["LANGFUSE_HOST", langfuse.url],
  ["LANGFUSE_PUBLIC_KEY", langfuse.publicKey],
  ["LANGFUSE_SECRET_KEY", langfuse.secretKey],
  ["OPENAI_BASE_URL", provider.baseUrl("openai")],
  ["OPENAI_API_KEY", key],
  ["ANTHROPIC_BASE_URL", provider.baseUrl("anthropic")],
  ["ANTHROPIC_API_KEY", key],
  ["AZURE_API_BASE", provider.baseUrl("azure")],
  ["AZURE_API_KEY", key],
];

console.log(`Langfuse   ${langfuse.url}   keys ${langfuse.publicKey}, ${langfuse.secretKey}`);
console.log(`OpenAI     ${provider.baseUrl("openai")}   any key`);
console.log(`Anthropic  ${provider.baseUrl("anthropic")}   any key`);
console.log(`Azure      ${provider.baseUrl("azure")}   any key`);
console.log("\nSet in another terminal, then npm start, npm run promptscope -- prompts or a gateway use them:\n");
for (const [name, value] of variables) console.log(`export ${name}=${value}`);
console.log("\nCtrl-C ends them.");

async function stop(): Promise<void> {
  await Promise.all([langfuse.close(), provider.close()]);
}

for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void stop());
