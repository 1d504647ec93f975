import { appError } from "@shared/domain/error/app-failure.ts";
import { afterEach, expect, it, vi } from "vitest";
import { connect } from "../../../renderer/client/connect.ts";

/** A page with a token of its own, over a host that takes the code `fresh`. */
function openPage() {
  sessionStorage.setItem("promptscope.token", "before");
  const bearers: (string | null)[] = [];
  vi.spyOn(window, "fetch").mockImplementation(async (url, init) => {
    const answer = (body: unknown) => new Response(JSON.stringify(body));
    if (url !== "/api/session") {
      bearers.push(new Headers(init?.headers).get("authorization"));
      return answer({ ok: true, data: {} });
    }
    const isFresh = String(init?.body).includes('"fresh"');
    return answer(isFresh ? { ok: true, data: { token: "after" } } : { ok: false, error: appError("not_authorized") });
  });
  const admitted = vi.fn();
  const client = connect(() => undefined, admitted);
  const asks = async () => {
    await client.call("app.info", {});
    return bearers.at(-1);
  };
  return { admitted, asks };
}

afterEach(() => {
  vi.restoreAllMocks();
  sessionStorage.removeItem("promptscope.token");
});

// Only the part behind the # changes, so nothing was loaded: the page said "open the new address", and that did nothing.
it("the address that Enter prints works in the tab that asked for it", async () => {
  const { admitted, asks } = openPage();
  expect(await asks()).toBe("Bearer before");
  location.hash = "#k=fresh";
  await vi.waitFor(() => expect(admitted).toHaveBeenCalledOnce());
  expect(location.hash).toBe("");
  expect(await asks()).toBe("Bearer after");
});

it("an address that was used changes nothing in a tab that works", async () => {
  const { admitted, asks } = openPage();
  location.hash = "#k=used";
  await vi.waitFor(() => expect(location.hash).toBe(""));
  await vi.waitFor(async () => expect(await asks()).toBe("Bearer before"));
  expect(admitted).not.toHaveBeenCalled();
});
