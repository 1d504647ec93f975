/** Whether a cell's value is a list of messages. */
export function isMessageList(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length > 0 &&
    value.every((item) => typeof item === "object" && item !== null && !Array.isArray(item) && "role" in item)
  );
}
