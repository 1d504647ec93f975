import { Tooltip as Radix } from "radix-ui";
import { type ReactNode, use } from "react";
import { FloatingPlace } from "./floating-place.ts";
import { Kbd } from "./Kbd.tsx";
import styles from "./Tooltip.module.css";

interface TooltipProps {
  text: ReactNode;
  shortcut?: string | undefined;
  side?: "top" | "right" | "bottom" | "left";
  /** One element that takes a ref and props. */
  children: ReactNode;
}

/** A hint on hover and focus. It repeats or adds to a label; it is never the only place of an information. */
export function Tooltip({ text, shortcut, side = "bottom", children }: TooltipProps) {
  return (
    <Radix.Provider delayDuration={450} skipDelayDuration={150}>
      <Radix.Root>
        <Radix.Trigger asChild>{children}</Radix.Trigger>
        <Radix.Portal container={use(FloatingPlace)}>
          <Radix.Content className={styles["tooltip"]} side={side} sideOffset={6} collisionPadding={8}>
            {text}
            {shortcut === undefined ? null : <Kbd shortcut={shortcut} />}
          </Radix.Content>
        </Radix.Portal>
      </Radix.Root>
    </Radix.Provider>
  );
}
