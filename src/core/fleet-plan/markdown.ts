import { counted, printable } from '../text.js';
import { changesOf, type Change, type FleetPlan } from './change.js';
import { differenceText, keptLines, MARKS, summaryLine, titleOfChange, withheldText } from './words.js';

/** Forges refuse a comment above 65,536 characters; the rest is room for what stands around it. */
const MAX_CHARACTERS = 60_000;

/** What means something in Markdown, HTML, and the mentions, references and links that forges make of plain text. */
const MARKUP = /[\\`*_{}[\]<>()#|~@&:.]/g;

/**
 * A plan as the comment on a change: a table for each fleet. Names come from outside: none of them makes a link, a mention,
 * HTML or a row of its own.
 */
export function planMarkdown(plans: readonly FleetPlan[]): string {
  const lines = ['### Plan for the fleets', '', `**${escaped(summaryLine(plans))}**`, ''];
  let size = lines.join('\n').length;
  let left = 0;
  const add = (added: readonly string[], counts: number): void => {
    const text = added.join('\n').length + 1;
    if (left > 0 || size + text > MAX_CHARACTERS) {
      left += counts;
      return;
    }
    size += text;
    lines.push(...added);
  };
  for (const { fleetName, changes, kept } of plans) {
    if (changes.length + kept.length === 0) continue;
    add([`#### Fleet ${escaped(fleetName)}`, ''], 0);
    if (changes.length > 0) add(['| | change | what is different |', '| --- | --- | --- |'], 0);
    for (const change of changes) add([row(change)], 1);
    if (changes.length > 0) add([''], 0);
    for (const line of keptLines(kept)) add([`- ${escaped(line)}`], 0);
    if (kept.length > 0) add([''], 0);
  }
  if (left > 0) lines.push('', `${counted(left, 'more change')}: see \`worklink diff\`.`, '');
  if (changesOf(plans).withheld.length > 0)
    lines.push('Changes marked with ⚠ are not made unless `--replace` allows them.', '');
  return lines.join('\n');
}

function row(change: Change): string {
  const withheld = change.withheld === undefined ? [] : [`⚠ ${escaped(withheldText(change))}`];
  const cells = [...change.differences.map((one) => escaped(differenceText(one))), ...withheld];
  return `| \`${MARKS[change.action]}\` | ${escaped(titleOfChange(change))} | ${cells.join('<br>')} |`;
}

/** A text that Markdown shows as it is: character references are neither markup nor part of a word that forges look for. */
function escaped(text: string): string {
  return printable(text).replace(MARKUP, (character) => `&#${String(character.charCodeAt(0))};`);
}
