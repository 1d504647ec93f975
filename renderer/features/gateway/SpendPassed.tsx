import { useEffect } from "react";
import { useApp } from "../../stores/app.ts";
import { limitsPassed, useSpend, watchSpend } from "../../stores/run/spend.ts";
import { useSettings } from "../../stores/settings/settings.ts";
import { PassedLimits } from "../../ui/PassedLimits.tsx";

/** That a limit of the day is passed while the gateway runs: nothing is stopped for it. */
export function SpendPassed() {
  const settings = useSettings((state) => state.settings);
  const show = useApp((state) => state.show);
  useSpend((state) => state.spent);
  useEffect(watchSpend, []);
  return (
    <PassedLimits
      lines={limitsPassed()}
      providers={settings}
      what="The gateway"
      onLimits={() => show("settings", "spend")}
    />
  );
}
