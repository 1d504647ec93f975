import type { FactsSource, ModelFacts, ModelSeries } from "@shared/domain/model/model-facts.ts";
import type { Provider } from "../providers/provider.ts";
import { modelBook } from "./model-book.ts";

/** What requests to a model have to keep to (`README.md#series`). */
export interface ModelRules {
  facts: ModelFacts;
  source: FactsSource;
  series?: ModelSeries & { id: string };
}

/**
 * The row of a model at a provider and the rules that hold for it; undefined where it has none: nothing is then known of
 * what it takes. Where a provider serves another's models, the other's rows count as far as it has none of its own.
 */
export function modelRules({ id, modelsOf }: Pick<Provider, "id" | "modelsOf">, model: string): ModelRules | undefined {
  const book = modelBook();
  const facts = book.find(id, model) ?? (modelsOf === undefined ? undefined : book.find(modelsOf, model));
  if (!facts) return undefined;
  const series = book.seriesOf(facts);
  return { facts, source: book.sourceOf(facts), ...(series ? { series } : {}) };
}
