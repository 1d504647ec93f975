/** The look that all pages share: on screens, dark and light, and on paper. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #1c2128; --dim: #5b6570; --line: #d9dee4; --ground: #ffffff; --soft: #f4f6f8;
  --good: #1a7f4b; --bad: #c0362c; --open: #946200; --mark: #3b5bdb; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e9ed; --dim: #9aa4af; --line: #333b45; --ground: #14181d;
  --soft: #1c2229; --good: #4cc38a; --bad: #ff7b72; --open: #e3b341; --mark: #8aa4ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1120px; padding: 32px 24px 64px; background: var(--ground); color: var(--ink);
  font: 14px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 22px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 15px; margin: 32px 0 8px; }
p, ul { margin: 0 0 8px; }
.dim, .more { color: var(--dim); }
.verdicts { list-style: none; margin: 16px 0 0; padding: 0; }
.verdicts li { border-left: 3px solid var(--line); margin: 0 0 8px; padding: 2px 0 2px 12px; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: 6px 12px 6px 0; text-align: left; vertical-align: top; }
th { color: var(--dim); font-weight: 500; }
th, td { min-width: 72px; overflow-wrap: break-word; }
td:first-child { min-width: 140px; max-width: 280px; }
td.n { font-variant-numeric: tabular-nums; }
summary { cursor: pointer; }
.passed { color: var(--good); } .failed { color: var(--bad); } .open { color: var(--open); } .waiting { color: var(--dim); }
.cell { background: var(--soft); border-radius: 6px; margin: 0 0 8px; padding: 8px 12px; }
.cell h3 { font-size: 13px; margin: 0 0 4px; }
pre { font: 12px/1.5 ui-monospace, monospace; margin: 0 0 6px; white-space: pre-wrap; }
dl { display: grid; gap: 0 12px; grid-template-columns: max-content 1fr; margin: 0 0 8px; }
dt { color: var(--dim); } dd { margin: 0; white-space: pre-wrap; }
@media print { body { max-width: none; padding: 0; } .cell, summary { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; } }
`;
