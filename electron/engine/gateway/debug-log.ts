import { neutralJson, neutralLine } from "@shared/domain/text/terminal-text.ts";
import type { Exchange } from "@shared/domain/wire/wire.ts";
import { toCurl } from "@shared/domain/wire/wire-curl.ts";

/** Lines about an outgoing request, as `--detailed_debug` prints them: a curl that runs, its key masked. */
export function describeRequest({ request }: Exchange): string {
  return `\n${request.method} Request Sent from Promptscope:\n${neutralJson(toCurl(request, { secrets: "hint" }))}\n`;
}

/** How an exchange ended. */
function describeEnd({ response, timings, failure }: Exchange): string {
  const status = response ? `${response.status} ${response.statusText}`.trim() : "no answer";
  const times = [
    timings.firstByte === undefined ? undefined : `first byte after ${timings.firstByte.toFixed(1)} ms`,
    timings.end === undefined ? undefined : `all after ${timings.end.toFixed(1)} ms`,
    response ? `${response.bodyBytes} bytes` : undefined,
    failure,
  ].filter((text) => text !== undefined);
  return neutralLine(`RESPONSE: ${status}, ${times.join(", ")}`);
}

/** Prints each exchange once when it is sent and once when it has ended. */
export function createDebugLog(print: (text: string) => void): (exchanges: readonly Exchange[]) => void {
  const begun = new WeakSet<Exchange>();
  const ended = new WeakSet<Exchange>();
  return (exchanges) => {
    for (const exchange of exchanges) {
      if (!begun.has(exchange)) {
        begun.add(exchange);
        print(describeRequest(exchange));
      }
      if (exchange.timings.end === undefined || ended.has(exchange)) continue;
      ended.add(exchange);
      print(describeEnd(exchange));
    }
  };
}
