/** The style of every page: colours of at least 4.5:1 on their ground, in light and dark (WCAG 2.2, 1.4.3). */
export const STYLE = `
:root { color-scheme: light dark; --ground: #f6f7f9; --card: #ffffff; --text: #1b1f24; --faint: #57606a; --line: #d0d7de;
  --accent: #0b57d0; --on-accent: #ffffff; --good: #116329; --bad: #a40e26; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #0d1117; --card: #161b22; --text: #e6edf3; --faint: #9da7b3; --line: #3d444d;
    --accent: #79b8ff; --on-accent: #0d1117; --good: #56d364; --bad: #ff9492; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; background: var(--ground); color: var(--text);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
main { max-width: 34rem; margin: 2rem auto; padding: 1.5rem; background: var(--card); border: 1px solid var(--line);
  border-radius: .75rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 .75rem; font-size: 1.5rem; line-height: 1.25; }
h2 { margin: 1.5rem 0 .5rem; font-size: 1.1rem; }
p { margin: 0 0 1rem; }
a { color: var(--accent); }
label, legend { display: block; margin-bottom: .25rem; font-weight: 600; }
input[type=text], input[type=password], select, textarea { display: block; width: 100%; margin-bottom: 1rem; padding: .6rem .75rem;
  font: inherit; color: inherit; background: var(--card); border: 1px solid var(--faint); border-radius: .4rem; }
textarea { font-family: ui-monospace, Menlo, Consolas, monospace; font-size: .85rem; }
pre { margin: 0 0 1rem; padding: .6rem .75rem; font: .85rem/1.5 ui-monospace, Menlo, Consolas, monospace; white-space: pre-wrap;
  background: var(--ground); border-radius: .4rem; }
button { padding: .65rem 1.25rem; font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent);
  border: 0; border-radius: .4rem; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
fieldset { margin: 0 0 1rem; padding: 0; border: 0; }
.choice { display: flex; gap: .6rem; align-items: baseline; margin-bottom: .35rem; font-weight: 400; }
.hint, .faint { color: var(--faint); font-size: .9rem; }
.hint { margin: -.75rem 0 1rem; }
.problem { margin-bottom: 1rem; padding: .75rem 1rem; border-left: 4px solid var(--bad); background: var(--ground); }
.problem p:last-child { margin: 0; }
.good { color: var(--good); }
.bad { color: var(--bad); }
dl { margin: 0 0 1rem; }
dt { color: var(--faint); font-size: .9rem; }
dd { margin: 0 0 .5rem; }
ul.checks { margin: 0; padding: 0; list-style: none; }
ul.checks li { padding: .5rem 0; border-top: 1px solid var(--line); }
details { margin: 0 0 1rem; }
summary { padding: .5rem 0; cursor: pointer; color: var(--accent); }
@media (max-width: 30rem) { body { padding: .5rem; } main { margin: .5rem auto; padding: 1rem; } button { width: 100%; } }
`;
