import { limitLines, limitsInForce, useSpend } from "../../../stores/run/spend.ts";
import { useSettings } from "../../../stores/settings/settings.ts";
import { LimitLines } from "../../../ui/LimitLines.tsx";

/**
 * What was spent today and what the run would make of it, with each limit that concerns it.
 * @param asked what it is estimated to cost by provider, in US dollars.
 */
export function SpendLines({ asked }: { asked: Readonly<Record<string, number>> }) {
  const settings = useSettings((state) => state.settings);
  const error = useSpend((state) => state.error);
  useSpend((state) => state.spent);
  if (limitsInForce() === null) return null;
  return <LimitLines lines={limitLines(asked)} providers={settings} problem={error?.message} />;
}
