import { type ReactNode, Suspense } from "react";
import { Boundary } from "./Boundary.tsx";

interface LateProps {
  /** What could not be shown, to begin a sentence with. */
  what: string;
  children: ReactNode;
}

/** Holds what comes with code of its own: nothing is shown until it has come, and why when it cannot be had. */
export function Late({ what, children }: LateProps) {
  return (
    <Boundary what={what}>
      <Suspense fallback={null}>{children}</Suspense>
    </Boundary>
  );
}
