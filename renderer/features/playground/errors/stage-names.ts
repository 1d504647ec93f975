import type { ErrorStage } from "@shared/domain/error/error.ts";

/** Where on the way something failed, in the words a person sees. */
export const stageNames: Record<ErrorStage, string> = {
  template: "template",
  config: "configuration",
  network: "network",
  provider: "provider",
  stream: "stream cut",
  storage: "profile folder",
  request: "request",
};
