// The style of coverage pages: light and dark as the reader's system has it, contrasts of 4.5 and more.

export const PAGE_STYLE = `:root { --back: #ffffff; --text: #1f2328; --soft: #57606a; --edge: #d0d7de; --covered: #dafbe1; --partly: #fff4c2; --uncovered: #ffe0dd; --link: #0550ae; }
@media (prefers-color-scheme: dark) { :root { --back: #0d1117; --text: #e6edf3; --soft: #9ea7b3; --edge: #3d444d; --covered: #0f3a1d; --partly: #423500; --uncovered: #4f1614; --link: #79b8ff; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--back); color: var(--text); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 75rem; margin: 0 auto; padding: 1rem; }
a { color: var(--link); }
small { color: var(--soft); }
table { border-collapse: collapse; }
caption { text-align: left; padding: 0.25rem 0; color: var(--soft); }
th, td { padding: 0.25rem 0.75rem; border: 1px solid var(--edge); text-align: right; font-weight: normal; white-space: nowrap; }
tbody th, thead th:first-child { text-align: left; }
.wide { overflow-x: auto; }
.legend span { padding: 0.1rem 0.5rem; margin-right: 0.5rem; border: 1px solid var(--edge); }
.source { width: 100%; }
.source th, .source td { border: 0; padding: 0 0.5rem; vertical-align: top; text-align: left; }
.source th { color: var(--soft); text-align: right; width: 1%; user-select: none; }
.source .mark { width: 1%; text-align: right; }
.source pre, pre { margin: 0; font: 13px/1.6 ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
.source ul { margin: 0 0 0.5rem; padding-left: 1.25rem; font-size: 0.85rem; white-space: normal; }
.covered { background: var(--covered); }
.partly { background: var(--partly); }
.uncovered { background: var(--uncovered); }
summary { cursor: pointer; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
@media print { details:not([open]) { display: none; } }
`;
