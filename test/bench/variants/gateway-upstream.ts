import { startFakeLangfuse } from "../../fakes/langfuse/fake-langfuse.ts";
import { startUpstream } from "../upstream.ts";

/** The providers behind the gateways, in a process of their own that lives as long as its standard input is open. */
export interface GatewayUpstreams {
  fast: string;
  /** Keeps every answer for 50 ms. */
  slow: string;
  /** Streams 100 tokens a second. */
  paced: string;
}

/** All that is behind them, with a Langfuse that has the prompt of the prompt entry. */
export interface GatewayPeers {
  upstreams: GatewayUpstreams;
  langfuse: Record<"LANGFUSE_HOST" | "LANGFUSE_PUBLIC_KEY" | "LANGFUSE_SECRET_KEY", string>;
}

/** About 2 KB when it is filled, as what is asked without a prompt. */
const prompt = [
  {
    type: "chatmessage",
    role: "system",
    content: `You answer {{who}} about {{what}}. ${"Keep it short. ".repeat(64)}`,
  },
  { type: "chatmessage", role: "user", content: `{{question}} {{more}} ${"Think of the reader. ".repeat(46)}` },
];
const [fast, slow, paced, langfuse] = await Promise.all([
  startUpstream(),
  startUpstream({ delayMs: 50 }),
  startUpstream({ paceMs: 10 }),
  startFakeLangfuse({ prompts: [{ name: "bench", prompt, labels: ["production"] }] }),
]);
const peers: GatewayPeers = {
  upstreams: { fast: fast.baseUrl, slow: slow.baseUrl, paced: paced.baseUrl },
  langfuse: {
    LANGFUSE_HOST: langfuse.url,
    LANGFUSE_PUBLIC_KEY: langfuse.publicKey,
    LANGFUSE_SECRET_KEY: langfuse.secretKey,
  },
};
process.stdout.write(`${JSON.stringify(peers)}\n`);
process.stdin.resume().once("end", () => process.exit(0));
