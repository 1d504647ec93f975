import type { Page } from "@playwright/test";

/**
 * What of the page does not fit its window, a line each: what reaches beyond its edges, a control that something around
 * it cuts off at a side, a box that scrolls in two directions. What has a sideways scroll of its own (a line of tabs, a
 * grid, code that is not wrapped) may be wider inside; `mayScrollBoth` names the boxes that are maps of their own.
 */
export async function unfit(page: Page, mayScrollBoth = ".view-lines, textarea, [role=grid], pre"): Promise<string[]> {
  return page.evaluate((maps) => {
    const controls = "button, a[href], input, select, textarea, [role=tab], [role=option], [role=menuitem], summary";
    const named = (element: Element) => {
      const text = element.getAttribute("aria-label") ?? element.textContent ?? "";
      return `${element.tagName.toLowerCase()}.${element.getAttribute("class") ?? ""} “${text.trim().slice(0, 40)}”`;
    };
    const scrolls = (style: string) => style === "auto" || style === "scroll";
    const found: string[] = [];
    const root = document.documentElement;
    if (root.scrollHeight > root.clientHeight + 1 || root.scrollWidth > root.clientWidth + 1)
      found.push(
        `the window itself scrolls (by ${root.scrollWidth - root.clientWidth} and ${root.scrollHeight - root.clientHeight})`,
      );
    for (const element of document.body.querySelectorAll<HTMLElement>("*")) {
      if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      const box = element.getBoundingClientRect();
      // What only a screen reader has is a pixel in size.
      if (box.width <= 2 || box.height <= 2) continue;
      const { overflowX, overflowY, clipPath } = getComputedStyle(element);
      const [across, down] = [element.scrollWidth - element.clientWidth, element.scrollHeight - element.clientHeight];
      if (across > 1 && down > 1 && scrolls(overflowX) && scrolls(overflowY) && !element.matches(maps))
        found.push(`scrolls in two directions (by ${across} and ${down}): ${named(element)}`);
      if (clipPath !== "none" || element.closest(maps)) continue;
      let [left, right, isFree] = [0, window.innerWidth, false];
      for (let around = element.parentElement; around && around !== document.body; around = around.parentElement) {
        const { overflowX: beside, clipPath: clip, position, textOverflow } = getComputedStyle(around);
        // Text that ends in an ellipsis says that there is more.
        if (textOverflow === "ellipsis" && !element.matches(controls)) isFree = true;
        if (clip !== "none" || (scrolls(beside) && around.scrollWidth > around.clientWidth + 1)) isFree = true;
        if (beside !== "visible") {
          const edge = around.getBoundingClientRect();
          [left, right] = [Math.max(left, edge.left), Math.min(right, edge.right)];
        }
        if (position === "fixed") break;
      }
      if (isFree) continue;
      if (box.right > window.innerWidth + 1 || box.left < -1)
        found.push(`beyond the window (${Math.round(box.left)} to ${Math.round(box.right)}): ${named(element)}`);
      else if (element.matches(controls) && (box.right > right + 1 || box.left < left - 1))
        found.push(
          `cut (${Math.round(box.left)} to ${Math.round(box.right)}, seen to ${Math.round(right)}): ${named(element)}`,
        );
    }
    return found;
  }, mayScrollBoth);
}
