// What every client is asked for, so that the clients differ in nothing but themselves.
export const question = "What is the weather in Paris?";
export const toolDescription = "The weather of a city";
export const sunny = "sunny";
export const citySchema = {
  type: "object",
  properties: { city: { type: "string" } },
  required: ["city"],
  additionalProperties: false,
};

/** What a caller can tell of an error: the status and whether the provider's words are in it. */
export function toldOf(error) {
  const seen = new Set();
  let status;
  let told = "";
  for (let at = error; at && !seen.has(at); at = at.cause ?? at.lastError) {
    seen.add(at);
    status ??= at.status ?? at.statusCode;
    told += ` ${at.message} ${at.responseBody ?? ""}`;
  }
  return { status, told: told.includes("too hot") };
}

/** Calls what must fail. */
export async function failureOf(act) {
  try {
    await act();
  } catch (error) {
    return toldOf(error);
  }
  return { failed: "nothing was thrown" };
}

/** Reads a stream until its first text, aborts, and tells that reading ended. `read` is given the signal. */
export async function abortAfterFirst(read) {
  const controller = new AbortController();
  let got = false;
  try {
    await read(controller.signal, () => {
      got = true;
      controller.abort();
    });
  } catch {
    // Clients differ in whether they throw.
  }
  return { aborted: got };
}
