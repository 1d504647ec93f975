import { cachePointsKey, withCachePoints } from "@engine/pipeline/cache-points.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { Message } from "@shared/domain/message/message.ts";
import type { PlannedParameter, RequestPlan } from "@shared/domain/run/request-plan.ts";
import { expect, it } from "vitest";

const mark = { type: "ephemeral" };
const tool = (name: string, more: object = {}) => ({ type: "function", function: { name }, ...more });

function marked(points: JsonValue, messages: Message[], more: Record<string, JsonValue> = {}, cachesTools = true) {
  const parameters = Object.entries({ [cachePointsKey]: points, ...more }).map(
    ([key, value]): PlannedParameter => ({ key, value, source: "call", sent: true }),
  );
  const plan = { messages, parameters, extraBody: {}, warnings: [] } as unknown as RequestPlan;
  const made = withCachePoints(plan, cachesTools ? { cachesTools } : {});
  const where = made.messages.flatMap((message, at) => (JSON.stringify(message).includes("cache_control") ? [at] : []));
  return { ...made, where, tools: made.parameters.find(({ key }) => key === "tools")?.value };
}

const four: Message[] = ["system", "user", "assistant", "user"].map((role, at) => ({ role, content: `m${at}` }));

it.each([
  ["a role", [{ location: "message", role: "user" }], [1, 3]],
  ["an index, also as text", [{ location: "message", index: "2" }], [2]],
  ["an index from the end", [{ location: "message", index: -1 }], [3]],
  ["an index wins over a role", [{ location: "message", index: 0, role: "user" }], [0]],
  ["places outside of the messages are none", [{ location: "message", index: 9 }], []],
  ["other locations are none of the messages", [{ location: "elsewhere", role: "user" }], []],
  ["nothing that is asked for", "all", []],
])("%s", (_name, points, where) => {
  expect(marked(points as JsonValue, four).where).toEqual(where);
});

it("the parameter is never sent, and a point without a message is told", () => {
  const { parameters, warnings } = marked([{ location: "message", role: "tool" }], four);
  expect(parameters[0]).toMatchObject({ key: cachePointsKey, sent: false });
  expect(warnings).toMatchObject([{ subject: cachePointsKey, message: expect.stringContaining('"role":"tool"') }]);
});

it("of a list of parts the last is marked, and a mark that is there stays", () => {
  const parts = [
    { type: "text", text: "a" },
    { type: "text", text: "b" },
  ];
  const own = { type: "ephemeral", ttl: "1h" };
  const messages: Message[] = [
    { role: "user", content: parts },
    { role: "user", content: "c", cache_control: own },
  ];
  const made = marked([{ location: "message", role: "user", control: { type: "ephemeral", ttl: "5m" } }], messages);
  expect(made.messages).toEqual([
    { role: "user", content: [parts[0], { ...parts[1], cache_control: { type: "ephemeral", ttl: "5m" } }] },
    messages[1],
  ]);
  expect(parts[1]).toEqual({ type: "text", text: "b" });
});

it("four marks are the most a request may have, the client's own among them", () => {
  const many: Message[] = Array.from({ length: 6 }, (_, at) => ({ role: "user", content: `m${at}` }));
  const all = [{ location: "message", role: "user" }];
  expect(marked(all, many).where).toEqual([0, 1, 2, 3]);
  expect(marked(all, many, { cache_control: mark }).where).toEqual([0, 1, 2]);
  expect(marked(all, many, { tools: [tool("f", { cache_control: mark })] }).where).toEqual([0, 1, 2]);
  const both = marked([...all, { location: "tool_config" }], many, { tools: [tool("f"), tool("g")] });
  expect([both.where, both.tools]).toEqual([
    [0, 1, 2],
    [tool("f"), tool("g", { cache_control: mark })],
  ]);
});

it("tools are marked where that caches them, once", () => {
  const points = [{ location: "tool_config" }];
  expect(marked(points, four, { tools: [tool("f")] }, false).tools).toEqual([tool("f")]);
  const own = [tool("f", { cache_control: { type: "ephemeral", ttl: "1h" } }), tool("g")];
  expect(marked(points, four, { tools: own }).tools).toEqual(own);
});
