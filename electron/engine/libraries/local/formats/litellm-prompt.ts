import { isJsonObject } from "@shared/domain/json/is-json-object.ts";
import type { JsonValue } from "@shared/domain/json/json.ts";
import type { PromptContent, TemplateItem } from "@shared/domain/prompt/prompt.ts";
import { type BodyPart, trimmed, writeBody } from "./body-parts.ts";
import { readHead, splitFrontMatter, writeHead, writtenBack } from "./front-matter.ts";
import { plainLines } from "./line-breaks.ts";
import { type FileFormat, FormatFailure } from "./prompt-file.ts";

/** Keys of the head that LiteLLM does not send (`PromptTemplate` of its dotprompt integration). */
const notSent = new Set(["model", "input", "output"]);
const roleLine = /^[ \t]*(System|User|Assistant|Developer):[ \t]*/;

/** LiteLLM's `.prompt`: a head with model and parameters, lines that begin with a role, texts in Jinja2. */
export const litellmPrompt: FileFormat = {
  id: "litellm-prompt",
  endings: [".prompt"],
  isMarked: () => true,
  read(file) {
    return { ...contentOf(plainLines(file).text), inputs: [], templateFormat: "jinja2" };
  },
  write(before, content) {
    return writtenBack(before ?? "", content, { read: contentOf, write: (text) => written(text, content) });
  },
};

function contentOf(text: string): PromptContent {
  const parts = splitFrontMatter(text);
  const { model, ...head } = readHead(parts);
  const sent = Object.entries(head).filter(([key]) => !notSent.has(key));
  const config = { ...(model === undefined ? {} : { model }), ...Object.fromEntries(sent) };
  return { type: "chat", prompt: partsOf(parts.body, parts.bodyLine).map(({ item }) => item), config };
}

/** Without any role line the whole body is what the user says. */
function partsOf(body: string, linesAbove: number): BodyPart[] {
  const lines = body.split(/(?<=\n)/);
  const starts = lines.flatMap((line, index) => (roleLine.test(line) ? [index] : []));
  const [first] = starts;
  if (first === undefined) {
    const { lead, content, tail } = trimmed(body);
    return content === "" ? [] : [{ item: { role: "user", content }, mark: "", lead, tail }];
  }
  const above = lines.slice(0, first).join("");
  if (above.trim() !== "") {
    throw new FormatFailure("there is text before the first line with a role", { line: linesAbove + 1 });
  }
  return starts.map((start, index) => {
    const [mark = "", role = ""] = roleLine.exec(lines[start] ?? "") ?? [];
    const text = lines
      .slice(start, starts[index + 1])
      .join("")
      .slice(mark.length);
    refuseOpenBlocks(text, linesAbove + start + 1);
    const { lead, content, tail } = trimmed(text);
    const item: TemplateItem = { role: role.toLowerCase(), content };
    return { item, mark: index === 0 ? above + mark : mark, lead, tail };
  });
}

/** LiteLLM fills the whole text and parts it then, so that a value could make a message; here each message is filled. */
function refuseOpenBlocks(text: string, line: number): void {
  const open: string[] = [];
  for (const [, word = ""] of text.matchAll(/\{%[-+]?\s*(\w+)/g)) {
    if (/^(if|for|macro|filter|call)$/.test(word)) open.push(word);
    else if (word.startsWith("end") && open.at(-1) === word.slice(3)) open.pop();
    else if (word.startsWith("end") && word !== "endset" && word !== "endraw") {
      throw new FormatFailure(`a block that ends with ${word} begins in another message`, { line });
    }
  }
  if (open.length > 0) throw new FormatFailure(`the block ${open[0]} goes over several messages`, { line });
}

function written(text: string, { prompt, config }: PromptContent): string {
  if (typeof prompt === "string") throw new FormatFailure("A .prompt file holds messages.", { path: ["prompt"] });
  if (config !== null && !isJsonObject(config))
    throw new FormatFailure("The config is no object.", { path: ["config"] });
  const parts = splitFrontMatter(text);
  const head = readHead(parts);
  const values: Record<string, JsonValue | undefined> = {};
  for (const key of Object.keys(head)) if (key === "model" || !notSent.has(key)) values[key] = config?.[key];
  for (const [key, value] of Object.entries(config ?? {})) values[key] = value;
  const body = writeBody(partsOf(parts.body, parts.bodyLine), prompt, (item) => {
    if (item.type === "placeholder") {
      throw new FormatFailure("LiteLLM's files have no placeholders.", { path: ["prompt"] });
    }
    return { mark: `${item.role.charAt(0).toUpperCase()}${item.role.slice(1)}: `, lead: "" };
  });
  return writeHead(parts, values, body);
}
