/** A cell of the table behind a chart: what it says, and the bare figure for a file. Null where there is none. */
export interface ChartCell {
  text: string;
  value: string | number | null;
}

export interface ChartColumn {
  title: string;
  figures?: boolean;
}

/** Everything a chart shows, to be read. The first cell heads its row. */
export interface ChartTable {
  columns: readonly ChartColumn[];
  rows: readonly (readonly ChartCell[])[];
}

/** Colours by what they mean; each is a token of the theme. */
export type Tone = "base" | "user" | "system" | "variable" | "assistant" | "accent" | "warn" | "bad" | "quiet";

export type MarkShape = "square" | "circle" | "diamond" | "triangle" | "cross";

/** `light` and `hollow` tell a second and a third part from the first without a colour. */
export type Fill = "solid" | "light" | "hollow";

/** How one of several things that are compared looks; its letter or name always stands beside it. */
export interface SeriesLook {
  tone: Tone;
  shape: MarkShape;
  fill: "solid" | "hollow";
}

const looks: readonly Omit<SeriesLook, "fill">[] = [
  { tone: "base", shape: "square" },
  { tone: "user", shape: "circle" },
  { tone: "system", shape: "diamond" },
  { tone: "variable", shape: "triangle" },
  { tone: "assistant", shape: "cross" },
];

/** The look of the variant at a place, from 0: after five the shapes come again, hollow. */
export function seriesLook(index: number): SeriesLook {
  const look = looks[index % looks.length] as (typeof looks)[number];
  return { ...look, fill: Math.floor(index / looks.length) % 2 === 0 ? "solid" : "hollow" };
}

/** A number that can be drawn: what is absent, NaN or without an end is no figure, and never 0. */
export function isFigure(value: number | null | undefined): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

/** Said where a figure was not measured. */
export const noFigure = "no figure";

export function figureCell(value: number | null | undefined, format: (value: number) => string): ChartCell {
  return isFigure(value) ? { text: format(value), value } : { text: noFigure, value: null };
}

export function textCell(text: string): ChartCell {
  return { text, value: text };
}
