// The client named in the arguments against the gateway at BASE_URL: a line of JSON with scenario and model in, one with
// what the client gave its caller out. Copied beside the installed clients before it runs.
import { createInterface } from "node:readline";

const [, , file, variant] = process.argv;
const { open } = await import(`./${file}`);
const scenarios = await open(process.env.BASE_URL, variant);

for await (const line of createInterface({ input: process.stdin })) {
  const { scenario, model } = JSON.parse(line);
  const result = await scenarios[scenario](model).catch((error) => ({
    failed: String(error?.stack ?? error).slice(0, 800),
  }));
  process.stdout.write(`${JSON.stringify(result)}\n`);
}
