import type { GatewayCallRow } from "@shared/domain/gateway/gateway.ts";
import { formatDuration, formatTokens } from "../../ui/figures.ts";

export interface CallText {
  time: string;
  status: string;
  tone: "ok" | "warn" | "bad" | "active";
  took: string;
  tokens: string;
  target: string;
}

const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

const outcomes: Record<NonNullable<GatewayCallRow["outcome"]>, { word: string; tone: CallText["tone"] }> = {
  completed: { word: "", tone: "ok" },
  completed_unterminated: { word: "unterminated", tone: "warn" },
  truncated: { word: "cut off", tone: "bad" },
  provider_error: { word: "provider error", tone: "bad" },
  protocol_error: { word: "protocol error", tone: "bad" },
  connection_lost: { word: "connection lost", tone: "bad" },
  timeout: { word: "timed out", tone: "bad" },
  limit_exceeded: { word: "too large", tone: "bad" },
  cancelled: { word: "client gone", tone: "warn" },
  not_sent: { word: "not sent", tone: "bad" },
};

/** A call of the log in words. */
export function callText(call: GatewayCallRow): CallText {
  const { state, outcome, httpStatus, totalMs, usage, targetModel, provider } = call;
  const common = {
    time: clock.format(new Date(call.startedAt)),
    took: totalMs === null ? "—" : formatDuration(totalMs),
    tokens: formatTokens(usage.inputTokens, usage.outputTokens) ?? "—",
    target: targetModel === null ? "—" : `${targetModel}${provider === null ? "" : ` · ${provider}`}`,
  };
  if (state === "running") return { ...common, status: call.stream ? "streaming…" : "waiting…", tone: "active" };
  if (outcome === null) return { ...common, status: "interrupted", tone: "warn" };
  const { word, tone } = outcomes[outcome];
  const status = [httpStatus === null ? "" : String(httpStatus), word].filter((part) => part !== "").join(" ");
  return { ...common, status, tone };
}
