import { createSend } from "@engine/http/recording-fetch.ts";
import { afterEach, expect, it } from "vitest";
import { createHeldObjects } from "../../held-objects.ts";
import { contextFor } from "./fetch-context.ts";
import { httpAnswer, type RawServer, startRawServer } from "./raw-server.ts";

let server: RawServer | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

// The first call of each connection, its prompt and its answer included, was held as long as the connection was kept.
it("a connection that is kept holds nothing of the calls it has carried", async () => {
  server = await startRawServer((text, socket) => {
    if (text.endsWith("}")) socket.write(httpAnswer("ok"));
  });
  const { url } = server;
  const held = createHeldObjects();
  const call = async () => {
    const exchanges: object[] = [];
    held.track(exchanges);
    const context = contextFor({ onExchange: (exchange) => exchanges.push(exchange) });
    const answer = await createSend(context)({ method: "POST", url, headers: [], body: "{}" });
    expect(await answer?.text()).toBe("ok");
  };
  await call();
  await call();
  expect(server.sockets).toHaveLength(1);
  expect(await held.count()).toBe(0);
});
