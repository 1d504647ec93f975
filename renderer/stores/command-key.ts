import { useApp } from "./app.ts";
import { type CommandId, commandInfo } from "./commands.ts";

/** The key of a command as the host leaves it to the app: a browser keeps some for itself. */
export function useCommandKey(id: CommandId): string | undefined {
  const isWeb = useApp((state) => state.info?.host === "web");
  const { shortcut, browserShortcut } = commandInfo(id);
  return isWeb ? (browserShortcut ?? shortcut) : shortcut;
}
