import { AppFailure } from "@shared/domain/error/app-failure.ts";
import type { Warning } from "@shared/domain/error/error.ts";
import type { CompiledMessages } from "@shared/domain/prompt/compiled.ts";
import type { ResolvedPrompt } from "@shared/domain/prompt/prompt.ts";
import type { RequestPlan } from "@shared/domain/run/request-plan.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import type { CompileInput } from "@shared/domain/template/compile-messages.ts";
import type { CallIo } from "../ports.ts";
import type { Provider } from "../providers/provider.ts";
import type { Providers } from "../providers/registry.ts";
import { loadRenderer } from "./compile-prompt.ts";
import { checkDocuments } from "./documents.ts";
import { planHandEdited } from "./hand-edited-body.ts";
import { checkImages } from "./images.ts";
import { type FindEndpoint, planRequest } from "./plan-request.ts";
import { type OpenLibrary, resolvePrompt } from "./resolve-prompt.ts";

/** What preparing needs from outside; a run and a preview are given the same. */
export interface PreparePorts {
  openLibrary: OpenLibrary;
  findEndpoint: FindEndpoint;
  providers: Providers;
  compile: (input: CompileInput) => CompiledMessages;
  apiBase?: string;
}

/** Filled stage by stage, so that whoever watches sees how far it came before something failed. */
export interface PreparedStages {
  resolved?: ResolvedPrompt;
  compiled?: CompiledMessages;
  plan?: RequestPlan;
  warnings: Warning[];
}

/**
 * Takes a request through resolve, compile and plan. The one path of previews and runs.
 * @throws AppFailure of the stage that failed; the stages before it are in `stages`.
 */
export async function prepareRun(
  request: RunRequest,
  stages: PreparedStages,
  ports: PreparePorts,
  io: CallIo,
): Promise<{ plan: RequestPlan; provider: Provider }> {
  // Texts to be embedded stand for themselves.
  const { prompt, compiled, messages } =
    request.input === undefined
      ? await compileFor(request, stages, ports, io)
      : { prompt: null, compiled: undefined, messages: [] };
  const input = {
    request,
    promptConfig: prompt?.config ?? null,
    messages,
    providers: ports.providers,
    ...(ports.apiBase ? { apiBase: ports.apiBase } : {}),
  };
  const planned = planRequest(input, ports.findEndpoint);
  // Which model it is for is known all the same, and worth seeing; what is missing is said first.
  const { plan: built, provider } = await planned.catch((failure: unknown) => {
    refuseUnresolved(compiled);
    throw failure;
  });
  const plan = request.handEditedBody === undefined ? built : planHandEdited(built, request.handEditedBody);
  stages.plan = plan;
  stages.warnings.push(...plan.warnings);
  refuseUnresolved(compiled);
  return { plan, provider };
}

async function compileFor(request: RunRequest, stages: PreparedStages, ports: PreparePorts, io: CallIo) {
  const prompt = await promptOf(request, stages, ports, io);
  await loadRenderer(prompt?.templateFormat);
  const compiled = ports.compile({
    prompt,
    variables: request.variables,
    placeholders: request.placeholders,
    mode: request.compileMode,
    clientMessages: request.clientMessages,
    clientMessagesMode: request.clientMessagesMode,
    ...(request.continuation ? { continuation: request.continuation } : {}),
  });
  stages.compiled = compiled;
  stages.warnings.push(...compiled.warnings);
  const messages = compiled.messages.map(({ message }) => message);
  stages.warnings.push(...checkImages(messages), ...checkDocuments(messages));
  return { prompt, compiled, messages };
}

async function promptOf(request: RunRequest, stages: PreparedStages, { openLibrary }: PreparePorts, io: CallIo) {
  const resolved = await resolvePrompt(request, openLibrary, io);
  if (!resolved) return null;
  stages.resolved = resolved;
  if (resolved.freshness === "stale") {
    stages.warnings.push({
      code: "prompt_stale",
      stage: "template",
      subject: resolved.prompt.name,
      message: `An older copy of the prompt is used: ${resolved.staleReason ?? "the refresh failed"}`,
    });
  }
  return resolved.prompt;
}

/** The SDKs leave an unfilled placeholder in the list, where every provider refuses it; better to say so before. */
function refuseUnresolved(compiled: CompiledMessages | undefined): void {
  const { unresolvedPlaceholders = [] } = compiled ?? {};
  if (unresolvedPlaceholders.length === 0) return;
  const names = unresolvedPlaceholders.map((name) => `“${name}”`).join(", ");
  throw new AppFailure("placeholder_unresolved", { message: `No messages are given for the placeholder ${names}.` });
}
