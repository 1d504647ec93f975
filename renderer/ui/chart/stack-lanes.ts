/** Points that lie on one another are put below each other in so many lanes; more lie on one another. */
const mostLanes = 5;

/**
 * Lanes, from 0, for points on a line, so that none lies on another of its lane: each goes to the first in which the one
 * before it is far enough away.
 */
export function stackLanes(xs: readonly number[], size: number): number[] {
  const lanes = xs.map(() => 0);
  const last: number[] = [];
  const order = xs.map((x, index) => ({ x, index })).sort((a, b) => a.x - b.x || a.index - b.index);
  for (const { x, index } of order) {
    const free = last.findIndex((before) => x - before >= size);
    const lane = free >= 0 ? free : last.length < mostLanes ? last.length : index % mostLanes;
    lanes[index] = lane;
    last[lane] = x;
  }
  return lanes;
}
