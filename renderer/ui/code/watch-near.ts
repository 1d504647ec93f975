/** Pixels beyond what is in sight that still count as near. */
const nearPx = 600;

const watched = new Map<Element, (isNear: boolean) => void>();
let observer: IntersectionObserver | undefined;

/**
 * Tells whether an element is near what is in sight, now and whenever that changes. One observer for all: each is asked
 * with every frame.
 * @returns ends it.
 */
export function watchNear(element: Element, tell: (isNear: boolean) => void): () => void {
  observer ??= new IntersectionObserver(
    (seen) => {
      for (const { target, isIntersecting } of seen) watched.get(target)?.(isIntersecting);
    },
    { scrollMargin: `${nearPx}px` },
  );
  watched.set(element, tell);
  observer.observe(element);
  return () => {
    watched.delete(element);
    observer?.unobserve(element);
  };
}
