import { picturesOf, serverStepsOf, sourcesOf } from "@shared/domain/run/answer-extras.ts";
import { emptyOutput } from "@shared/domain/run/fold-events.ts";
import { addPart } from "@shared/domain/run/output-parts.ts";
import type { RunOutput } from "@shared/domain/run/stream-event.ts";
import { expect, it } from "vitest";

function outputOf(...parts: Parameters<typeof addPart>[1][]): RunOutput {
  const output = emptyOutput();
  for (const part of parts) addPart(output, part);
  return output;
}

const step = (value: object) => ({ type: "server_tool", value }) as Parameters<typeof addPart>[1];
const cite = (value: object) => ({ type: "citation", value }) as Parameters<typeof addPart>[1];

// One that waits for its result must not look done, nor one that failed.
it("joins a use with its result, wherever the API has them, and says how each step stands", () => {
  const output = outputOf(
    step({ type: "server_tool_use", name: "web_search", id: "s1", input: { query: "ggplot2" } }),
    step({ type: "web_search_tool_result", of: "s1", status: "completed", output: [1, 2] }),
    step({ type: "server_tool_use", name: "web_fetch", id: "s2", input: { url: "https://a.test" } }),
    step({ type: "web_fetch_tool_result", of: "s2", status: "failed", output: {}, error: "unavailable" }),
    step({ type: "server_tool_use", name: "web_search", id: "s3", input: {} }),
    step({ type: "code_interpreter_call", status: "completed", input: "import numpy\nprint(1)", output: [] }),
    step({ type: "web_search_call", status: "searching", input: { type: "search", queries: ["a", "b"] } }),
    step({ type: "shell_call", status: "completed", runBy: "client", input: { commands: ["ls"] } }),
    step({ type: "mcp_list_tools", output: [] }),
    step({ type: "mcp_approval_request", name: "pay", runBy: "client", input: {} }),
    step({ type: "compaction" }),
    step({ type: "shell_call", id: "c1", status: "completed", input: { commands: ["pwd"] } }),
    step({ type: "shell_call_output", of: "c1", status: "completed", output: ["/"] }),
    step({ type: "shell_call_output", of: "c0", status: "completed", output: ["late"] }),
    step({ type: "mcp_call", name: "ask", status: "completed", input: { repo: "a/b", n: 1 } }),
    step({ type: "fallback", input: { from: { model: "claude-a" }, to: { model: "claude-b" } } }),
  );
  expect(serverStepsOf(output).map(({ name, asked, status, isCallers }) => [name, asked, status, isCallers])).toEqual([
    ["web_search", "ggplot2", "completed", false],
    ["web_fetch", "https://a.test", "failed", false],
    ["web_search", "", "open", false],
    ["code interpreter", "import numpy", "completed", false],
    ["web search", "a, b", "open", false],
    ["shell", "ls", "completed", true],
    ["mcp list tools", "", "completed", false],
    ["pay", "", "open", true],
    ["compaction", "", "completed", false],
    ["shell", "pwd", "completed", false],
    // Its use was in the turn before.
    ["shell call output", "", "completed", false],
    ["ask", '{"repo":"a/b","n":1}', "completed", false],
    ["fallback", "claude-a → claude-b", "completed", false],
  ]);
  expect(serverStepsOf(output)[0]?.output).toEqual([1, 2]);
});

it("numbers sources in the order they are cited and tells passages of one source together", () => {
  const output = outputOf(
    cite({ kind: "url_citation", url: "https://a.test", title: "A", text: "one" }),
    cite({ kind: "char_location", index: 1, text: "two" }),
    cite({ kind: "url_citation", url: "https://a.test", title: "A", text: "three" }),
    cite({ kind: "url_citation", url: "https://a.test", title: "A", text: "one" }),
    cite({ kind: "file_citation", file: "file-1", filename: "b.pdf" }),
  );
  expect(sourcesOf(output)).toEqual([
    { number: 1, title: "A", url: "https://a.test", passages: ["one", "three"] },
    { number: 2, title: "Document 2", passages: ["two"] },
    { number: 3, title: "b.pdf", passages: [] },
  ]);
});

it("pictures by their addresses; an answer of words alone has none of it", () => {
  const picture = { type: "image", value: { url: "data:image/png;base64,AA==" } } as Parameters<typeof addPart>[1];
  expect(picturesOf(outputOf(picture))).toEqual(["data:image/png;base64,AA=="]);
  expect([serverStepsOf(emptyOutput()), sourcesOf(emptyOutput()), picturesOf(emptyOutput())]).toEqual([[], [], []]);
});
