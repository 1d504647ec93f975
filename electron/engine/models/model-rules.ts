import type { JsonValue } from "@shared/domain/json/json.ts";
import { remember } from "@shared/domain/remember.ts";
import type { Provider } from "../providers/provider.ts";

/** What models of one series take, unlike the others of their provider (`README.md#rules-of-a-series`). */
export interface ModelRules {
  /** Beginnings of their names. */
  names: readonly string[];
  /** A name with this in it is none of them. */
  but?: string;
  /** They have the role `developer`. */
  takesDeveloper?: true;
  /** OpenAI parameters that they have under another name. */
  rename?: Readonly<Record<string, string>>;
  /** Parameters they refuse with 400. */
  refuses?: readonly string[];
  /** Values of those that they take all the same. */
  unless?: Readonly<Record<string, JsonValue>>;
}

const rename = { max_tokens: "max_completion_tokens" };
const penalties = ["presence_penalty", "frequency_penalty"];
const sampling = ["temperature", "top_p", ...penalties, "logprobs", "top_logprobs"];
const unless = { temperature: 1 };

/** The series of each table; the first row that fits a name counts. */
const tables: Readonly<Record<NonNullable<Provider["modelRules"]>, readonly ModelRules[]>> = {
  // LiteLLM 1.108.7, `llms/openai/chat/{o_series,gpt_5}_transformation.py`.
  openai: [
    { names: ["gpt-5.", "gpt-6"], but: "-chat", takesDeveloper: true, rename, refuses: [...penalties, "stop"] },
    { names: ["gpt-5"], but: "-chat", takesDeveloper: true, rename, refuses: [...sampling, "stop"], unless },
    { names: ["o1-mini", "o1-preview"] },
    {
      names: ["o1", "o2", "o3", "o4", "o5", "o6", "o7", "o8", "o9"],
      takesDeveloper: true,
      rename,
      refuses: [...sampling, "parallel_tool_calls"],
      unless,
    },
  ],
  // LiteLLM 1.108.7, `llms/xai/chat/transformation.py`.
  xai: [{ names: ["grok-4", "grok-3-mini", "grok-code"], refuses: ["stop", ...penalties] }],
};

/** The row of a model at a provider, by its name or by what stands behind a slash in it; undefined where none fits. */
export function modelRules(table: Provider["modelRules"], model: string): ModelRules | undefined {
  return table === undefined ? undefined : rulesIn[table](model).row;
}

type Table = keyof typeof tables;

/** Gone through once for each model. */
const rulesIn = Object.fromEntries(
  Object.entries(tables).map(([table, rows]) => [table, remember(512, (model) => ({ row: rowOf(rows, model) }))]),
) as Record<Table, (model: string) => { row: ModelRules | undefined }>;

function rowOf(rows: readonly ModelRules[], model: string): ModelRules | undefined {
  return rows.find(({ names, but }) => {
    return names.some((name) => model.startsWith(name) || model.includes(`/${name}`)) && !(but && model.includes(but));
  });
}
