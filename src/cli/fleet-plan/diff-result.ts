import { changesOf, type ChangeAction, type FleetPlan, isSame } from '../../core/fleet-plan/change.js';
import { planMarkdown } from '../../core/fleet-plan/markdown.js';
import { differenceText, planText } from '../../core/fleet-plan/words.js';
import { type Paint } from '../output/paint.js';
import { type Format } from '../output/render.js';
import { type Field, listing, type Result, textDocument } from '../results.js';

/** What CSV says of a change, and what the result of applying adds. */
export const CHANGE_FIELDS: readonly Field[] = [
  { name: 'fleetName', title: 'FLEET' },
  { name: 'action', title: 'ACTION' },
  { name: 'kind', title: 'KIND' },
  { name: 'subject', title: 'SUBJECT' },
];

const DIFF_FIELDS: readonly Field[] = [
  ...CHANGE_FIELDS,
  { name: 'differences', title: 'DIFFERENCES', read: differencesOf },
  { name: 'withheld', title: 'NEEDS' },
];

function differencesOf(data: object): string {
  const differences: unknown = 'differences' in data ? data.differences : [];
  return Array.isArray(differences) ? differences.map(differenceText).join('; ') : '';
}

/** Plans as they are shown: text for people, Markdown for a comment, rows for CSV, one object for scripts. */
export function diffResult(
  plans: readonly FleetPlan[],
  {
    format,
    markdown,
    exitCode,
  }: { readonly format: Format; readonly markdown: boolean; readonly exitCode?: number },
): Result {
  const exits = exitCode === undefined ? {} : { exitCode };
  if (format === 'csv')
    return listing({ rows: changesIn(plans), fields: DIFF_FIELDS, empty: 'Nothing to change.', ...exits });
  const data = dataOf(plans);
  if (markdown) return textDocument({ text: planMarkdown(plans), data, ...exits });
  const painted = (paint: Paint): string => planText(plans, styleOf(paint));
  return textDocument({ text: planText(plans), painted, data, ...exits });
}

function dataOf(plans: readonly FleetPlan[]): object {
  const { made, withheld } = changesOf(plans);
  return {
    same: isSame(plans),
    toMake: made.length,
    withheld: withheld.length,
    changes: changesIn(plans),
    kept: plans.flatMap(({ kept }) => kept),
  };
}

/** What it takes to make a change is the program's business: documents and certificates are long. */
function changesIn(plans: readonly FleetPlan[]): readonly object[] {
  return plans
    .flatMap(({ changes }) => changes)
    .map(({ fleetName, action, kind, subject, differences, withheld }) => ({
      fleetName,
      action,
      kind,
      subject,
      differences,
      ...(withheld !== undefined && { withheld }),
    }));
}

const COLOURS: Readonly<Record<ChangeAction, 'good' | 'pending' | 'error'>> = {
  create: 'good',
  restore: 'good',
  change: 'pending',
  revoke: 'error',
  replace: 'error',
  delete: 'error',
};

function styleOf(paint: Paint) {
  return {
    heading: (text: string) => paint.title(text),
    change: (action: ChangeAction, text: string) => paint[COLOURS[action]](text),
    detail: (text: string) => text,
    note: (text: string) => paint.faint(text),
  };
}
