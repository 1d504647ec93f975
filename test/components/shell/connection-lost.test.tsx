import { appError } from "@shared/domain/error/app-failure.ts";
import { beforeEach, expect, it } from "vitest";
import { page } from "vitest/browser";
import { createHttpClient } from "../../../renderer/client/http-transport.ts";
import { PreviewError } from "../../../renderer/features/playground/errors/PreviewError.tsx";
import { ConnectionLost } from "../../../renderer/features/shell/ConnectionLost.tsx";
import { asAppError, engineClient, initStores } from "../../../renderer/stores/client.ts";
import { useConnection } from "../../../renderer/stores/connection.ts";
import { show } from "../show.tsx";

type Host = "there" | "ended" | "another";

/** The window's line over a web host that is there, has ended, or is another on the same port; its stream is open. */
async function showOver(first: Host) {
  let host = first;
  let breakStream = () => {};
  const envelope = () =>
    host === "there"
      ? { ok: true, data: { host: "web" } }
      : { ok: false, error: { ...appError("not_authorized"), code: "not_authorized" } };
  initStores(
    createHttpClient({
      token: async () => "token",
      wait: async () => undefined,
      fetch: async (url) => {
        if (host === "ended") throw new TypeError("Failed to fetch");
        if (!String(url).endsWith("gateway.events")) return new Response(JSON.stringify(envelope()));
        const start = (controller: ReadableStreamDefaultController) => {
          breakStream = () => controller.error(new TypeError("network error"));
        };
        return new Response(new ReadableStream({ start }));
      },
      onBroken: () => void useConnection.getState().look(),
    }),
  );
  const screen = await show(<ConnectionLost />);
  const listening = (async () => {
    for await (const _ of engineClient().stream("gateway.events", {}));
  })().catch(() => undefined);
  return {
    alert: screen.getByRole("alert"),
    async becomes(next: Host) {
      host = next;
      breakStream();
      await listening;
    },
    is: (next: Host) => {
      host = next;
    },
  };
}

beforeEach(() => useConnection.setState({ lost: null }));

// The page looked as ever until something was clicked, which then failed without a word on what to do.
it("a host that ends under an open page: the page says so by itself, what to do, and takes it back", async () => {
  const { alert, becomes, is } = await showOver("there");
  await expect.element(alert).not.toBeInTheDocument();
  await becomes("ended");
  await expect.element(alert).toMatchTextContent("Promptscope does not answer.");
  await expect.element(alert).toMatchTextContent("start it again and open the address it prints");
  await expect.element(alert).toMatchTextContent("press Enter there for a new address");
  // In a small window a notice is one line with its end cut off; this one's end says what to do.
  await page.viewport(900, 600);
  const words = alert.element().querySelector("p");
  expect(words?.parentElement?.scrollWidth).toBe(words?.parentElement?.clientWidth);
  expect(words?.getBoundingClientRect().height).toBeGreaterThan(25);
  is("there");
  await expect.element(alert).not.toBeInTheDocument();
});

it("another host on the same port does not know the page, which says how to come to it", async () => {
  const { alert, becomes } = await showOver("there");
  await becomes("another");
  await expect.element(alert).toMatchTextContent("does not know this page");
  await expect.element(alert).toMatchTextContent("Press Enter in the terminal that Promptscope runs in");
});

it("a stream that broke while the host is there says nothing", async () => {
  const { alert, becomes } = await showOver("there");
  await becomes("there");
  await useConnection.getState().look();
  await expect.element(alert).not.toBeInTheDocument();
});

// Each view said all of it once more, with "Failed to fetch" for the other side's words.
it("a card in a view says only that nothing answers: the line says what to do", async () => {
  const { is } = await showOver("ended");
  const thrown = await engineClient()
    .call("app.info", {})
    .catch((error: unknown) => error);
  const screen = await show(<PreviewError error={asAppError(thrown)} />);
  const card = screen.getByRole("alert", { name: "Promptscope does not answer." });
  await expect.element(card).toMatchTextContent("Promptscope does not answer.");
  await expect.element(card).not.toMatchTextContent("start it again");
  await expect.element(card).not.toMatchTextContent("Failed to fetch");
  is("there");
  await expect.poll(() => useConnection.getState().lost).toBeNull();
});
