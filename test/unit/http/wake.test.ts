import { noteWake, withSleep } from "@engine/http/wake.ts";
import { AppFailure } from "@shared/domain/error/app-failure.ts";
import { expect, it } from "vitest";

// A laptop that was shut in mid-answer: "nothing came for a minute", as if the provider had hung.
it.each([
  ["idle_timeout", 50, true],
  ["connection_lost", 50, true],
  ["idle_timeout", 150, false],
  ["provider_unauthorized", 50, false],
] as const)(
  "%s of a request that began at %i, before a wake at 100, is told with the sleep: %s",
  (code, began, told) => {
    noteWake(100);
    const { message } = withSleep(new AppFailure(code), began);
    noteWake(Number.NEGATIVE_INFINITY);
    expect(message.includes("This computer slept meanwhile.")).toBe(told);
  },
);
