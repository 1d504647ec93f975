export {
  formatAge,
  formatBytes,
  formatCost,
  formatCount,
  formatDuration,
  formatRate,
  formatSeconds,
  formatTokens,
  plural,
} from "../../ui/figures.ts";
