import type { ComponentProps } from "react";

/** A group that is drawn and not told: its words are those of a mark, of the title or of the table. */
export function Drawn(props: Omit<ComponentProps<"g">, "aria-hidden">) {
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of a drawing takes no focus
  return <g aria-hidden="true" {...props} />;
}
