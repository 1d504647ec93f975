/** What a comparison adds to the look of every page. */
export const comparisonStyle = `
body { max-width: 1400px; }
.wide { overflow-x: auto; }
h3 { font-size: 13px; margin: 16px 0 6px; }
.answers { display: grid; gap: 12px; grid-template-columns: repeat(auto-fit, minmax(min(100%, 340px), 1fr)); }
.answers .cell { border: 1px solid var(--line); margin: 0; }
.cell summary { color: var(--dim); }
pre.more { color: var(--dim); }
ins { background: color-mix(in srgb, var(--good) 18%, transparent); text-decoration: underline; text-decoration-color: var(--good); }
del { background: color-mix(in srgb, var(--bad) 16%, transparent); text-decoration-color: var(--bad); }
`;
