import { appError } from "@shared/domain/error/app-failure.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { Outcome } from "@shared/domain/run/stream-event.ts";
import { describe, expect, it } from "vitest";
import { checkImages, explainImageRefusal } from "../../../electron/engine/pipeline/images.ts";
import { estimateTokens } from "../../../electron/engine/pipeline/tokens/estimate-tokens.ts";

const pngStart = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const png = (bytes = 64) => Buffer.concat([pngStart, Buffer.alloc(bytes - pngStart.length)]).toString("base64");
const message = (...urls: string[]): Message => ({
  role: "user",
  content: [{ type: "text", text: "Look" }, ...urls.map((url) => ({ type: "image_url", image_url: { url } }))],
});
const refusalOf = (...urls: string[]) => {
  try {
    checkImages([{ role: "system", content: "x" }, message(...urls)]);
    return "accepted";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
};
const megabyte = 1024 * 1024;

describe("checkImages", () => {
  it("lets rasters pass, also where image_url is a bare text", () => {
    expect(refusalOf(`data:image/png;base64,${png()}`)).toBe("accepted");
    const bare: Message = {
      role: "user",
      content: [{ type: "image_url", image_url: `data:image/png;base64,${png()}` }],
    };
    expect(checkImages([bare])).toEqual([]);
  });

  it.each([
    ["data:image/svg+xml;base64,PHN2Zz4=", "Picture 1 of message 2 is image/svg+xml"],
    ["data:image/png,%89PNG", "neither a web address nor a data: URL"],
    ["file:///etc/passwd", "neither a web address nor a data: URL"],
    ["data:image/png;base64,####", "not valid base64"],
    [`promptscope-picture:${"0".repeat(64)}`, "Picture 1 of message 2 is missing: its file is gone from the profile"],
    [`data:image/jpeg;base64,${png()}`, "is not really image/jpeg"],
    [`data:image/png;base64,${png(5 * megabyte + 3)}`, "is 5.0 MB; at most 5.0 MB"],
  ])("refuses %.40s before it costs a request", (url, words) => {
    expect(refusalOf(url)).toContain(words);
  });

  it("adds the pictures up (five that are each small enough)", () => {
    const large = `data:image/png;base64,${png(4.5 * megabyte)}`;
    expect(refusalOf(large, large, large, large)).toBe("accepted");
    expect(refusalOf(large, large, large, large, large)).toContain("22.5 MB together");
  });

  it("says that the provider fetches a remote picture, and from where", () => {
    const [warning] = checkImages([message("https://pictures.example/a.png?token=1")]);
    expect(warning).toMatchObject({ code: "image_remote", subject: "pictures.example" });
  });
});

describe("explainImageRefusal", () => {
  const rejected = (detail: string): Outcome => ({
    kind: "provider_error",
    error: appError("provider_rejected", { detail, status: 400, requestId: "r" }),
  });
  const withPicture = [message(`data:image/png;base64,${png()}`)];

  it("gives an advice that helps and keeps the provider's words, status and request id", () => {
    const words = "Invalid content type. image_url is only supported by certain models.";
    const outcome = explainImageRefusal(rejected(words), withPicture);
    expect(outcome).toMatchObject({ error: { code: "image_refused", detail: words, status: 400, requestId: "r" } });
  });

  it("leaves refusals alone that are about something else, or had no picture", () => {
    const about = rejected("temperature is too high");
    expect(explainImageRefusal(about, withPicture)).toBe(about);
    const wordsOnly = rejected("image_url is only supported by certain models");
    expect(explainImageRefusal(wordsOnly, [{ role: "user", content: "x" }])).toBe(wordsOnly);
  });
});

describe("estimateTokens", () => {
  it("does not count base64 as words (a picture shown as a million tokens, and seconds of counting)", () => {
    const small = estimateTokens([message()]).tokens;
    expect(estimateTokens([message(`data:image/png;base64,${png(megabyte)}`)]).tokens - small).toBeLessThan(5);
  });
});
