/** How the page looks: on screens of any width, and on paper. It names nothing outside the page. */
export const STYLE = `
:root { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem 3rem; background: #fff; color: #1a1a1a; font: 1rem/1.5 system-ui, sans-serif; }
h1 { margin: 0 0 .25rem; font-size: 1.6rem; line-height: 1.25; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.2rem; }
p { margin: .25rem 0 .75rem; }
.quiet { color: #555; }
.warning { border-left: .25rem solid #b3410e; padding: .5rem .75rem; background: #fdf3ee; }
dl { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: .75rem; margin: 1rem 0; }
dl div { border: 1px solid #ddd; border-radius: .5rem; padding: .6rem .8rem; }
dt { color: #555; font-size: .85rem; }
dd { margin: 0; font-size: 1.4rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
img { display: block; width: 100%; height: auto; margin: 0 0 1rem; }
.table { overflow-x: auto; }
.table:focus-visible { outline: 2px solid #1f6fb2; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { border-bottom: 1px solid #ddd; padding: .35rem .75rem .35rem 0; text-align: left; vertical-align: top; }
thead th { color: #555; font-weight: 600; white-space: nowrap; }
tbody th { font-weight: 400; min-width: 11rem; overflow-wrap: anywhere; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.text { min-width: 11rem; overflow-wrap: anywhere; }
.time { white-space: nowrap; }
th:last-child, td:last-child { padding-right: 0; }
td.time, th.time { padding-left: .75rem; }
@media screen and (max-width: 40rem) { tbody th { min-width: 6rem; } .text { min-width: 9rem; } table { font-size: .85rem; } }
footer { margin-top: 3rem; color: #555; font-size: .85rem; }
@media print {
  @page { margin: 15mm; }
  :root { font-size: 9pt; }
  body { max-width: none; padding: 0; }
  h2 { margin-top: 1.5rem; }
  dl { grid-template-columns: repeat(6, 1fr); }
  dd { font-size: 1.2rem; }
  .table { overflow: visible; }
  th, td { padding: .2rem .5rem .2rem 0; }
  tbody th { min-width: 7rem; }
  .text { min-width: 11rem; }
  thead { display: table-header-group; }
  tr, img, dl div { break-inside: avoid; }
  h2 { break-after: avoid; }
  img, dl div { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
