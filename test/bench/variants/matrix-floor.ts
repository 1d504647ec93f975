import { inParallel, reportSample } from "../sample.ts";
import { matrixConcurrency, matrixRepetitions, matrixVariants, messages } from "./workload.ts";

/** The same calls by a bare pool of fetches: what this machine lets anybody reach now. */
const [baseUrl = ""] = process.argv.slice(2);
const body = JSON.stringify({ model: "gpt-4o-mini", messages });

async function call(): Promise<number> {
  const headers = { "content-type": "application/json" };
  const response = await fetch(`${baseUrl}/chat/completions`, { method: "POST", headers, body });
  await response.json();
  return 1;
}

await reportSample(
  () => inParallel(matrixVariants * matrixRepetitions, matrixConcurrency, call),
  () => inParallel(8, matrixConcurrency, call),
);
