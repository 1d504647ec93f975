import { createModelRenamer } from "@engine/gateway/rename-model.ts";
import { describe, expect, it } from "vitest";

const body = `{ "id":"a\\"model\\":", "choices":[{"model":"inner","x":{"model":"x"}}], "nested":{"model":"deep"},\n "model" : "g\\"pt-é", "usage":{"model":"u"}}`;
const renamed = body.replace(`"g\\"pt-é"`, `"asked \\"é"`);

describe("the model's name in an answer that passes", () => {
  it("is replaced at its place only, wherever the bytes are cut", () => {
    const bytes = Buffer.from(body);
    for (let size = 1; size <= bytes.length; size += 1) {
      const renamer = createModelRenamer(`asked "é`, ["model"], false);
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(renamer.push(bytes.subarray(at, at + size)));
      expect(Buffer.concat(pieces).toString()).toBe(renamed);
    }
  });

  it("is replaced in each event of a stream, by the places of a form, and all else is left alone", () => {
    const renamer = createModelRenamer("asked", ["model", "response.model"], true);
    const events = [
      ": sign of life\n\n",
      `event: m\r\ndata: {"model":"a","x":"model"}\r\n\r\n`,
      `data: {"response":{"model":"b","model":"c"}}\n\ndata: {"model":null,"m":1}\n\n`,
      `data: {\ndata: "model":\ndata: "d"}\n\ndata: [DONE]\n\n`,
      `data: {"choices":[{"delta":{"content":"\\"model\\":\\"x\\""}}]}\n\n`,
    ];
    expect(renamer.push(Buffer.from(events.join(""))).toString()).toBe(
      events
        .join("")
        .replace(`{"model":"a"`, `{"model":"asked"`)
        .replace(`{"model":"b"`, `{"model":"asked"`)
        .replace(`"d"`, `"asked"`),
    );
  });

  it.each(["[DONE]", "no json", `"model":"x"`, `["model","x"]`, `{"model":`, `{"model":{"model":1}}`, ""])(
    "%j passes as it came",
    (text) => {
      expect(createModelRenamer("asked", ["model"], false).push(Buffer.from(text)).toString()).toBe(text);
    },
  );

  it("other texts are written anew beside it, each at its first place, wherever the bytes are cut", () => {
    const text = `{"id":"a\\u00e9","o":{"id":"deep"},"model":"m","output":[{"id":"item"}],"before":null,"response":{"before":"b","id":"x"}}`;
    const others = [
      { places: ["id", "response.id"], write: (id: string) => `${id}!` },
      { places: ["before", "response.before"], write: (id: string) => `${id}?` },
    ];
    const expected = text
      .replace(`"a\\u00e9"`, `"aé!"`)
      .replace(`"m"`, `"asked"`)
      .replace(`"before":"b"`, `"before":"b?"`);
    for (let size = 1; size <= text.length; size += 1) {
      const renamer = createModelRenamer("asked", ["model"], false, others);
      const bytes = Buffer.from(text);
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(renamer.push(bytes.subarray(at, at + size)));
      expect(Buffer.concat(pieces).toString()).toBe(expected);
    }
  });

  it("what stands in lists, and more than once, is written anew everywhere, wherever the bytes are cut", () => {
    const text = `{"item_id":"i","output":[{"id":"a","content":[{"id":"deep"}]},{"type":"x","id":"b"}],"id":"own","o":{"output":[{"id":"c"}]},"item":{"id":"d"}}`;
    const expected = text.replace(/"(i|a|b|d)"/g, (_, id: string) => `"${id}!"`).replace(`"own"`, `"own?"`);
    const others = [
      { places: ["item_id", "item.id", "output.[].id"], isEverywhere: true as const, write: (id: string) => `${id}!` },
      { places: ["id"], write: (id: string) => `${id}?` },
    ];
    for (let size = 1; size <= text.length; size += 1) {
      const renamer = createModelRenamer("asked", ["model"], false, others);
      const bytes = Buffer.from(text);
      const pieces: Buffer[] = [];
      for (let at = 0; at < bytes.length; at += size) pieces.push(renamer.push(bytes.subarray(at, at + size)));
      expect(Buffer.concat(pieces).toString()).toBe(expected);
    }
  });
});
