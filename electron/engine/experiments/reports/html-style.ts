/** What the page of an experiment adds to the look of every page. */
export const reportStyle = `
.verdicts .better, .gates .holds { border-color: var(--good); }
.verdicts .worse, .gates .fails { border-color: var(--bad); }
.gates .undecided { border-color: var(--open); }
td.rate { min-width: 190px; }
svg { display: block; height: 20px; width: 180px; }
svg .axis { stroke: var(--line); } svg .span { stroke: var(--mark); stroke-width: 3; } svg .dot { fill: var(--mark); }
details { border-bottom: 1px solid var(--line); }
summary { display: flex; gap: 12px; padding: 6px 0; }
summary .what { flex: 1; min-width: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
summary .no { color: var(--dim); min-width: 40px; }
.scores { list-style: none; margin: 0; padding: 0; }
@media print { summary .what { white-space: normal; } }
`;
