import type { ExperimentForecast } from "@shared/domain/experiment/forecast.ts";
import { useEffect } from "react";
import { limitLines, limitsInForce, useSpend } from "../../../../stores/run/spend.ts";
import { useSettings } from "../../../../stores/settings/settings.ts";
import { LimitLines } from "../../../../ui/LimitLines.tsx";
import { likelyUsd } from "./forecast-texts.ts";

/** What was spent today beside the limits of the day, and what the experiment is likely to make of it. Nothing is refused for it. */
export function SpendOfDay({ forecast }: { forecast: ExperimentForecast }) {
  const settings = useSettings((state) => state.settings);
  const { spent, error } = useSpend();
  useEffect(() => {
    if (limitsInForce()) void useSpend.getState().ask();
  }, []);
  if (limitsInForce() === null || (spent === null && error === null)) return null;
  return <LimitLines lines={limitLines(costByProvider(forecast))} providers={settings} problem={error?.message} />;
}

/** In US dollars, likely as the forecast's own sum is; of a provider without a known price 0. */
function costByProvider({ parts }: ExperimentForecast): Record<string, number> {
  const asked: Record<string, number> = {};
  for (const { model, costUsd } of parts) {
    const [provider = ""] = model.split("/");
    asked[provider] = (asked[provider] ?? 0) + (costUsd ? likelyUsd(costUsd) : 0);
  }
  return asked;
}
