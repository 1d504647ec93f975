import { createTokenCounter } from "@engine/pipeline/tokens/token-counter.ts";
import { reportSample } from "../sample.ts";

/** The first token figure of a megabyte, which the main thread works out while somebody types. */
const length = 1_048_576;
const repetitions = 20;
const [variant] = process.argv.slice(2);
const text = variant === "unbroken" ? "x".repeat(length) : "lorem i ".repeat(length / 8);
const messages = [{ role: "user" as const, content: text }];
const counter = createTokenCounter();

function estimate(times: number): number {
  let characters = 0;
  for (let index = 0; index < times; index++) {
    if (counter.estimate(messages).tokens > 0) characters += length;
  }
  return characters;
}

await reportSample(
  async () => estimate(repetitions),
  async () => estimate(2),
);
await counter.close();
