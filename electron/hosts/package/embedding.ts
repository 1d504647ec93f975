import type { Runner } from "@engine/runner.ts";
import { isJsonObject } from "@shared/domain/json/json.ts";
import { parseObject } from "@shared/domain/json/read-json.ts";
import type { RunRecord } from "@shared/domain/run/run.ts";
import { currentRunner } from "./current-runner.ts";
import { promptscopeErrorOf } from "./promptscope-error.ts";
import { readEmbedding } from "./read-options.ts";
import type { Embedding, EmbeddingOptions, EmbeddingResponse } from "./types.ts";
import { failureOf, watch } from "./watch-run.ts";

/** See `Embedding` in `types.ts`, which is what a caller sees. */
export const embedding: Embedding = async (options: EmbeddingOptions): Promise<EmbeddingResponse> => {
  let asked: ReturnType<typeof readEmbedding>;
  let runner: Runner;
  try {
    asked = readEmbedding(options);
    runner = currentRunner();
  } catch (thrown) {
    throw promptscopeErrorOf(thrown);
  }
  const signal = options.signal ?? new AbortController().signal;
  const emit: Parameters<Runner["run"]>[1]["emit"] = (event, record) => watch(event, record, options);
  const record = await runner.run(asked.request, { signal, emit }, asked.credentials);
  const failure = failureOf(record, options, runner);
  if (failure) throw failure;
  return ownAnswer(record) ?? writtenAnswer(record);
};

/** The server's own words; undefined when its answer was too large to be kept. */
function ownAnswer({ exchanges }: RunRecord): EmbeddingResponse | undefined {
  const response = exchanges.findLast(({ kind }) => kind === "provider")?.response;
  if (!response || response.bodyTruncated) return undefined;
  const body = parseObject(response.body);
  return isJsonObject(body) && Array.isArray(body["data"]) ? (body as unknown as EmbeddingResponse) : undefined;
}

function writtenAnswer({ output, plan }: RunRecord): EmbeddingResponse {
  const { inputTokens, totalTokens = inputTokens } = output.usage;
  return {
    object: "list",
    model: output.reportedModel ?? plan?.route.model ?? "",
    data: (output.vectors?.numbers ?? []).map((vector, index) => ({
      object: "embedding",
      index,
      embedding: vector,
    })),
    ...(inputTokens === undefined
      ? {}
      : { usage: { prompt_tokens: inputTokens, total_tokens: totalTokens ?? inputTokens } }),
  };
}
