import type { ModelFigures } from "@shared/contract/routes.ts";
import type { CellsSpec } from "@shared/domain/job/cells-spec.ts";
import { expandCells, placeOfCell } from "@shared/domain/job/expand-cells.ts";
import type { VariantForecast } from "@shared/domain/job/forecast.ts";
import type { ModelPrice } from "@shared/domain/model/price.ts";
import { askedTier } from "@shared/domain/model/price-rates.ts";
import { refOf } from "@shared/domain/prompt/run-prompt.ts";
import type { RunRequest } from "@shared/domain/run/run.ts";
import { create } from "zustand";
import { engineClient } from "../client.ts";
import { onOtherPrompt } from "../draft/on-other-prompt.ts";
import { isOfPlan, pricesInForce } from "./least-cost.ts";

/** So many rows are prepared to tell how long the messages are. */
const sampledRows = 3;

/** A run over many calls that waits for a yes. */
export interface AskedRun {
  spec: CellsSpec;
  /** How each variant is called. */
  titles: readonly string[];
  /** What it costs at least by provider, in US dollars, known before `parts` are. */
  costs: Readonly<Record<string, number>>;
  /** Null while it is being worked out. */
  parts: VariantForecast[] | null;
  start(spec: CellsSpec): Promise<void>;
}

export interface ForecastState {
  asked: AskedRun | null;
  /** Shows what a run comes to before it starts. Nothing is sent to a provider for that. */
  ask(asked: Omit<AskedRun, "parts">): Promise<void>;
  close(): void;
}

let asking = new AbortController();

export const useForecast = create<ForecastState>()((set, get) => ({
  asked: null,
  async ask(wanted) {
    asking.abort();
    asking = new AbortController();
    const { signal } = asking;
    const { spec, titles } = wanted;
    const asked = { ...wanted, parts: null };
    set({ asked });
    const [prices, figures] = await Promise.all([pricesInForce(signal), figuresOf(spec, signal)]);
    const parts = await Promise.all(
      spec.variants.map((_, index) => forecastVariant(spec, index, titles[index] ?? "", prices, figures, signal)),
    );
    if (!signal.aborted && get().asked === asked) set({ asked: { ...asked, parts } });
  },
  close() {
    asking.abort();
    set({ asked: null });
  },
}));

onOtherPrompt(() => useForecast.getState().close());

async function forecastVariant(
  spec: CellsSpec,
  index: number,
  title: string,
  prices: readonly ModelPrice[],
  figures: readonly ModelFigures[],
  signal: AbortSignal,
): Promise<VariantForecast> {
  const calls = Math.max(1, spec.rows.length) * spec.repetitions;
  const previews = await Promise.all(sampleOf(spec, index).map((request) => previewOf(request, signal)));
  const plan = previews.flatMap((preview) => preview?.plan ?? [])[0];
  const counted = previews.flatMap((preview) => preview?.tokenEstimate?.tokens ?? []);
  const known = plan && figures.find(({ model, provider }) => isOfPlan(plan, model, provider));
  const answered = known ? known.runs - known.failed : 0;
  const tier = plan && askedTier(plan);
  return {
    title,
    provider: plan?.route.provider ?? null,
    model: plan ? `${plan.route.providerLabel} ${plan.route.model}` : null,
    calls,
    inputTokens: counted.length === 0 ? null : Math.round(counted.reduce((sum, one) => sum + one, 0) / counted.length),
    outputTokens: known?.outputTokens && answered > 0 ? Math.round(known.outputTokens / answered) : null,
    callMs: known?.medianTotalMs ?? null,
    price: (plan && prices.find(({ model, provider }) => isOfPlan(plan, model, provider ?? null))) ?? null,
    ...(tier === undefined ? {} : { tier }),
  };
}

/** The first, the middle and the last row of a variant. */
function sampleOf(spec: CellsSpec, index: number): RunRequest[] {
  const variant = spec.variants[index];
  const cells = expandCells({ ...spec, repetitions: 1 }, "forecast").filter(
    ({ cell }) => placeOfCell(cell)?.variant === variant?.id,
  );
  const places = new Set([0, cells.length >> 1, cells.length - 1].slice(0, sampledRows));
  return [...places].flatMap((place) => cells[place]?.request ?? []);
}

function previewOf(request: RunRequest, signal: AbortSignal) {
  const { comparison: _, ...plain } = request;
  return engineClient()
    .call("run.preview", plain, { signal })
    .catch(() => undefined);
}

/** Earlier runs of this prompt tell most; for a model that it never ran with, those of any. */
async function figuresOf(spec: CellsSpec, signal: AbortSignal): Promise<ModelFigures[]> {
  const ref = refOf(spec.variants[0]?.request.prompt ?? null);
  const ask = (filter: Parameters<typeof callFigures>[0]) => callFigures(filter, signal);
  const ofPrompt = ref
    ? await ask({ promptLibrary: ref.library, promptConnection: ref.connection ?? null, promptName: ref.name })
    : [];
  return [...ofPrompt.filter(({ runs, failed }) => runs > failed), ...(await ask({}))];
}

function callFigures(
  filter: { promptLibrary?: string; promptConnection?: string | null; promptName?: string },
  signal: AbortSignal,
) {
  return engineClient()
    .call("history.figures", filter, { signal })
    .catch((): ModelFigures[] => []);
}
