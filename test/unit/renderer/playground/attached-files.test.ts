import { documentPart } from "@shared/domain/message/document.ts";
import { expect, it } from "vitest";
import { imageAddress, imageProblem } from "../../../../renderer/features/playground/messages/image-files.ts";

const megabyte = 1024 * 1024;

// What cannot be sent was found out by the provider, after the wait for 20 MB.
it.each([
  ["a.png", "image/png", 5 * megabyte, undefined],
  ["a.png", "image/png", 5 * megabyte + 1, /^a\.png is 5\.0 MB; at most 5\.0 MB can be sent\.$/],
  ["a.pdf", "application/pdf", 15 * megabyte, undefined],
  ["a.pdf", "application/pdf", 16 * megabyte, /^a\.pdf is 16\.0 MB; a document of at most 15\.0 MB can be sent\.$/],
  ["a.pdf", "application/pdf", 0, /^a\.pdf is empty\.$/],
  ["a.svg", "image/svg+xml", 10, /PNG, JPEG, GIF, WebP and PDF can be sent/],
  ["notes", "", 10, /of an unknown type/],
])("%s of the type %j and %d bytes", (name, type, size, problem) => {
  const said = imageProblem({ name, type, size });
  if (problem === undefined) expect(said).toBeUndefined();
  else expect(said).toMatch(problem);
});

it.each([
  [" https://a.test/b.pdf?x=1 ", { url: "https://a.test/b.pdf?x=1" }],
  ["http://a.test/p.png", { url: "http://a.test/p.png" }],
  ["data:image/png;base64,AAAA", { url: "data:image/png;base64,AAAA" }],
  ["data:application/pdf;base64,AAAA", { url: "data:application/pdf;base64,AAAA" }],
])("the address %j is taken", (typed, read) => {
  expect(imageAddress(typed)).toEqual(read);
});

it.each([
  "ftp://a.test/b.pdf",
  "a.pdf",
  "file:///etc/passwd",
  "javascript:alert(1)",
  "data:image/svg+xml;base64,PHN2Zz4=",
])("%j is no address of a picture or a PDF", (typed) => {
  expect(imageAddress(typed)).toHaveProperty("problem");
});

it("data: addresses have the limits of files", () => {
  const data = (type: string, bytes: number) => `data:${type};base64,${"A".repeat(Math.ceil((bytes * 4) / 3))}`;
  expect(imageAddress(data("image/png", 6 * megabyte))).toHaveProperty("problem");
  expect(imageAddress(data("application/pdf", 6 * megabyte))).toHaveProperty("url");
  expect(imageAddress(data("application/pdf", 16 * megabyte))).toHaveProperty("problem");
});

it("a document is a file part: its bytes with their name, or LiteLLM's form of an address", () => {
  expect(documentPart("data:application/pdf;name=My%20report.pdf;base64,AAAA")).toEqual({
    type: "file",
    file: { filename: "My report.pdf", file_data: "data:application/pdf;base64,AAAA" },
  });
  expect(documentPart("https://a.test/b.pdf")).toEqual({
    type: "file",
    file: { file_id: "https://a.test/b.pdf", format: "application/pdf" },
  });
});
