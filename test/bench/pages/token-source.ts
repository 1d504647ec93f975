/*
 * Stands for the other process: Markdown for several panes, a token at a time, posted at once or gathered for a
 * display frame as the engine gathers it.
 */

export interface TokenOrder {
  panes: number;
  tokensPerSecond: number;
  seconds: number;
  /** Milliseconds for which tokens are gathered; 0 posts each by itself. */
  gatherMs: number;
}

/** Tokens of one pane with the times at which each was there, in milliseconds since 1970. */
export interface Tokens {
  pane: number;
  text: string;
  times: number[];
  /** Length of the pane's text behind each token. */
  lengths: number[];
  last: boolean;
}

const words =
  "the refund of an order that came too late is paid back within five days and told by mail to whoever asked".split(
    " ",
  );

function tokenAt(index: number): string {
  const inBlock = index % 60;
  const word = words[(index * 7) % words.length] ?? "";
  if (inBlock === 0) return `\n\n## Part ${index / 60 + 1}\n\n`;
  if (inBlock < 30) return inBlock % 9 === 0 ? ` **${word}**` : ` ${word}`;
  if (inBlock < 45) return inBlock % 3 === 0 ? `\n- ${word}` : ` ${word}`;
  if (inBlock === 45) return "\n\n```ts\n";
  if (inBlock < 58) return inBlock % 4 === 0 ? `${word}();\n` : `${word} `;
  return inBlock === 58 ? "\n```\n\n" : `see \`${word}\``;
}

self.onmessage = ({ data: order }: MessageEvent<TokenOrder>) => {
  const total = order.tokensPerSecond * order.seconds;
  const lengths = Array.from({ length: order.panes }, () => 0);
  const startedAt = performance.now();
  let sent = 0;

  const send = (until: number) => {
    for (let pane = 0; pane < order.panes; pane++) {
      const tokens: Tokens = { pane, text: "", times: [], lengths: [], last: until === total };
      for (let index = sent; index < until; index++) {
        const token = tokenAt(index);
        tokens.text += token;
        lengths[pane] = (lengths[pane] ?? 0) + token.length;
        tokens.lengths.push(lengths[pane] ?? 0);
        tokens.times.push(performance.timeOrigin + startedAt + (index * 1000) / order.tokensPerSecond);
      }
      self.postMessage(tokens);
    }
    sent = until;
  };

  const timer = setInterval(() => {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) * order.tokensPerSecond) / 1000));
    if (order.gatherMs > 0 && due > sent) send(due);
    else while (sent < due) send(sent + 1);
    if (sent === total) clearInterval(timer);
  }, order.gatherMs || 1);
};
