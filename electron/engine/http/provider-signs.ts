/** What a caller may act on: when to ask again, what to ask about, how much is left. Nothing that sets state or names the account. */
const passed =
  /^(retry-after|retry-after-ms|x-should-retry|x-request-id|request-id|apim-request-id|x-ratelimit-[\w-]+|anthropic-ratelimit-[\w-]+)$/;

/** Under OpenAI's names, which its clients read, as LiteLLM adds them (`llms/anthropic/common_utils.py`). */
const inOpenAisWords: Readonly<Record<string, string>> = {
  "request-id": "x-request-id",
  "anthropic-ratelimit-requests-limit": "x-ratelimit-limit-requests",
  "anthropic-ratelimit-requests-remaining": "x-ratelimit-remaining-requests",
  "anthropic-ratelimit-tokens-limit": "x-ratelimit-limit-tokens",
  "anthropic-ratelimit-tokens-remaining": "x-ratelimit-remaining-tokens",
};

/** The headers of a provider's answer that its caller gets, whatever form the answer takes; names in small letters. */
export function providerSigns(headers: readonly (readonly [name: string, value: string])[]): [string, string][] {
  const signs: [string, string][] = [];
  for (const [name, value] of headers) {
    const key = name.toLowerCase();
    if (passed.test(key)) signs.push([key, value]);
  }
  const names = new Set(signs.map(([name]) => name));
  for (const [name, value] of [...signs]) {
    const other = inOpenAisWords[name];
    if (other !== undefined && !names.has(other)) signs.push([other, value]);
  }
  return signs;
}
