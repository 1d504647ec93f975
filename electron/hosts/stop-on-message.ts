/**
 * The development launcher asks a host to end over its channel where there are no signals to do it (Windows). A process
 * without such a channel hears nothing, and the channel keeps none alive.
 */
export function stopOnMessage(stop: () => void): void {
  if (process.send === undefined) return;
  process.on("message", (message) => {
    if (message === "stop") stop();
  });
  process.channel?.unref();
}
