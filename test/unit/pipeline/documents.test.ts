import { apis } from "@engine/apis/registry.ts";
import { checkDocuments } from "@engine/pipeline/documents.ts";
import { builtInProviders } from "@engine/providers/registry.ts";
import { documentName, isDocument, withDocumentName } from "@shared/domain/message/document.ts";
import { isKeptPicture } from "@shared/domain/message/picture.ts";
import { describe, expect, it } from "vitest";
import { plainContent, withContent } from "../../../renderer/features/playground/messages/message-content.ts";
import { planFor } from "../../fakes/provider/run-plan.ts";

/* A PDF from the field it was dropped on to the body of each API. */

const base64 = (bytes = 2_000) => Buffer.concat([Buffer.from(`%PDF-${1.7}\n`), Buffer.alloc(bytes)]).toString("base64");
const plain = `data:application/pdf;base64,${base64()}`;
const pdf = withDocumentName(plain, "Bericht, März;.pdf");
const address = "https://docs.test/a/report.pdf?x=1";
const user = withContent({ role: "user" }, { text: "Read it", images: [pdf, address] });

const refusalOf = (data: string) => {
  try {
    checkDocuments([{ role: "user", content: [{ type: "file", file: { file_data: data, filename: "a.pdf" } }] }]);
    return "accepted";
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
};

describe("a document", () => {
  it("keeps its name, is no picture, and comes back to the field as it was", () => {
    expect([documentName(pdf), documentName(address), documentName(plain)]).toEqual([
      "Bericht, März;.pdf",
      "report.pdf",
      "document.pdf",
    ]);
    expect([pdf, plain, address, "data:image/png;base64,AA==", "https://a.test/b.png"].map(isDocument)).toEqual([
      true,
      true,
      true,
      false,
      false,
    ]);
    expect(plainContent(user.content)).toEqual({ text: "Read it", images: [pdf, address] });
    expect([isKeptPicture(pdf), isKeptPicture(`${pdf}#`)]).toEqual([true, false]);
  });

  it("that cannot be sent is named with its reason", () => {
    expect(refusalOf(plain)).toBe("accepted");
    expect(refusalOf("data:application/pdf;base64,####")).toContain("Document 1 of message 1 is not valid base64");
    expect(refusalOf(`data:application/pdf;base64,${Buffer.alloc(900).toString("base64")}`)).toContain("not really");
    expect(refusalOf(`data:application/pdf;base64,${base64(15 * 1024 * 1024 + 10)}`)).toContain("at most 15.0 MB");
    expect(refusalOf(`promptscope-picture:${"0".repeat(64)}`)).toContain("its file is gone");
    expect(checkDocuments([user])).toMatchObject([{ code: "document_remote", subject: "docs.test" }]);
  });

  it("is said in each API's own form", () => {
    const bodyOf = (id: "openai" | "anthropic", api: (typeof apis)["messages"]) => {
      const provider = builtInProviders.find(id);
      if (!provider) throw new Error(`There is no ${id}.`);
      const spoken = { ...provider, apis: [api] as const };
      const plan = planFor(spoken, { baseUrl: "http://a.test", stream: false, messages: [user] });
      return JSON.parse(api.build(plan, { baseUrl: "http://a.test", provider }).body ?? "") as Record<string, unknown>;
    };
    expect(bodyOf("openai", apis.chatCompletions)["messages"]).toMatchObject([
      {
        content: [
          { type: "text" },
          { type: "file", file: { filename: "Bericht, März;.pdf", file_data: plain } },
          { type: "file" },
        ],
      },
    ]);
    expect(bodyOf("openai", apis.responses)["input"]).toMatchObject([
      {
        content: [
          { type: "input_text" },
          { type: "input_file", filename: "Bericht, März;.pdf", file_data: plain },
          { type: "input_file", file_url: address },
        ],
      },
    ]);
    expect(bodyOf("anthropic", apis.messages)["messages"]).toMatchObject([
      {
        content: [
          { type: "text" },
          { type: "document", source: { type: "base64", media_type: "application/pdf" } },
          { type: "document", source: { type: "url", url: address } },
        ],
      },
    ]);
  });
});
