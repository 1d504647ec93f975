import { startUpstream } from "../upstream.ts";

/** The providers behind the gateways, in a process of their own that lives as long as its standard input is open. */
export interface GatewayUpstreams {
  fast: string;
  /** Keeps every answer for 50 ms. */
  slow: string;
  /** Streams 100 tokens a second. */
  paced: string;
}

const [fast, slow, paced] = await Promise.all([
  startUpstream(),
  startUpstream({ delayMs: 50 }),
  startUpstream({ paceMs: 10 }),
]);
const upstreams: GatewayUpstreams = { fast: fast.baseUrl, slow: slow.baseUrl, paced: paced.baseUrl };
process.stdout.write(`${JSON.stringify(upstreams)}\n`);
process.stdin.resume().once("end", () => process.exit(0));
