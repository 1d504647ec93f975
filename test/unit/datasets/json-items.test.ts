import { findList } from "@engine/datasets/json-items.ts";
import { PagedText } from "@engine/datasets/paged-text.ts";
import { expect, it } from "vitest";

function found(text: string) {
  const paged = new PagedText();
  paged.append(text);
  const looking = findList(paged, 0);
  for (;;) {
    const step = looking.next();
    if (step.done)
      return { ...step.value, texts: [...step.value.places].map(([start, end]) => text.slice(start, end)) };
  }
}

// What is not found here is read whole, which takes the memory of the whole file and no other test would see.
it("the values of a list are found without reading them, whatever stands in their texts", () => {
  const values = ['{"a": "x, ] } \\" [ { \\\\"}', '"\\\\"', "[1, [2, {}]]", "", ' {"b":{"c":[]}} ', "null"].filter(
    Boolean,
  );
  expect(found(`[${values.join(",")}]\n `)).toMatchObject({ found: "whole", texts: values });
  expect(found("[1]\n[2]")).toMatchObject({ found: "more behind it", texts: ["1"] });
  expect(found('[{"a": "]"}')).toMatchObject({ found: "not closed" });
  expect(found("[ ]")).toMatchObject({ found: "whole", texts: [] });
  // Over many pages.
  const long = Array.from({ length: 900 }, (_, at) => JSON.stringify({ at, text: '"\\,]'.repeat(20) }));
  expect(found(`[${long.join(",")}]`)).toMatchObject({ found: "whole", texts: long });
});
