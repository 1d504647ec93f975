import { type ComponentProps, Suspense } from "react";
import { lateComponent } from "../../../ui/late-component.ts";

/*
 * What other views show of a run, loaded after the first paint. Each waits behind a boundary of its own: the view around
 * it stays as it is.
 */

const Report = lateComponent(async () => (await import("./RunReport.tsx")).RunReport);
const Comparison = lateComponent(async () => (await import("./RunComparison.tsx")).RunComparison);

export function RunReport(props: ComponentProps<typeof Report>) {
  return (
    <Suspense fallback={null}>
      <Report {...props} />
    </Suspense>
  );
}

export function RunComparison(props: ComponentProps<typeof Comparison>) {
  return (
    <Suspense fallback={null}>
      <Comparison {...props} />
    </Suspense>
  );
}
