import { counted, printable } from '../text.js';
import {
  type Change,
  type ChangeAction,
  type ChangeKind,
  changesOf,
  type Difference,
  type FleetPlan,
  type Kept,
} from './change.js';

/** What stands before a change. */
export const MARKS: Readonly<Record<ChangeAction, string>> = {
  create: '+',
  change: '~',
  replace: '-/+',
  revoke: '~',
  restore: '~',
  delete: '-',
};

/** How a plan's text is laid out; each is given text that is safe to print. */
export interface PlanStyle {
  readonly heading: (text: string) => string;
  readonly change: (action: ChangeAction, text: string) => string;
  readonly detail: (text: string) => string;
  readonly note: (text: string) => string;
  /** The most changes that are shown of one kind and action in a fleet; all where absent. */
  readonly most?: number;
}

const same = (text: string): string => text;
export const PLAIN_STYLE: PlanStyle = {
  heading: same,
  change: (_, text) => text,
  detail: same,
  note: same,
};

/** Names of one kind that a line lists at most. */
const LISTED = 5;

/** A plan as a person reads it: each fleet with its changes, old and new, what is left alone, and a line that counts. */
export function planText(plans: readonly FleetPlan[], style: PlanStyle = PLAIN_STYLE): string {
  const fleets = plans.filter(({ changes, kept }) => changes.length + kept.length > 0);
  const paragraphs = fleets.map(({ fleetName, changes, kept }) =>
    [
      style.heading(`Fleet ${printable(fleetName)}`),
      ...shownChanges(changes, style),
      ...keptLines(kept).map((line) => style.note(`  ${line}`)),
    ].join('\n'),
  );
  return `${[...paragraphs, summaryLine(plans)].join('\n\n')}\n`;
}

function shownChanges(changes: readonly Change[], style: PlanStyle): readonly string[] {
  const { most = Number.POSITIVE_INFINITY } = style;
  const groups = new Map<string, Change[]>();
  for (const change of changes) {
    const group = `${change.kind} ${change.action}`;
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [change]);
    else members.push(change);
  }
  return [...groups.values()].flatMap((group) => {
    const lines = group.slice(0, most).flatMap((change) => changeLines(change, style));
    const [first] = group;
    if (group.length <= most || first === undefined) return lines;
    const more = `  ${MARKS[first.action]} ${String(group.length - most)} more: ${first.action} ${NOUNS[first.kind]}`;
    return [...lines, style.change(first.action, more)];
  });
}

function changeLines(change: Change, style: PlanStyle): readonly string[] {
  const { action, differences } = change;
  return [
    style.change(action, `  ${MARKS[action]} ${printable(titleOfChange(change))}`),
    ...differences.map((one) => style.detail(`      ${printable(differenceText(one))}`)),
    ...(change.withheld === undefined ? [] : [style.note(`      ${withheldText(change)}`)]),
  ];
}

/** What the kinds are called in a sentence. */
const NOUNS: Readonly<Record<ChangeKind, string>> = {
  fleet: 'fleet',
  tags: 'tags',
  'identity-provider': 'identity provider',
  'website-ca': 'website CA',
  'device-policy': 'device policy',
  network: 'network',
  'audit-stream': 'audit stream',
  domain: 'domain',
  'authorization-provider': 'authorization provider',
  invitation: 'invitation',
};

/** A change in a few words: what is done to what. */
export function titleOfChange({
  action,
  kind,
  subject,
}: Pick<Change, 'action' | 'kind' | 'subject'>): string {
  const noun = NOUNS[kind];
  return `${action} ${noun === subject ? noun : `${noun} ${subject}`}`;
}

export function differenceText({ member, from, to }: Difference): string {
  if (from === undefined) return `${member}: ${to ?? ''}`;
  return to === undefined ? `${member}: ${from} → (none)` : `${member}: ${from} → ${to}`;
}

/** Why a change is not made. */
export function withheldText({ kind, withheld = 'domains' }: Change): string {
  const loss =
    kind === 'domain'
      ? 'Users lose access until it is ACTIVE anew'
      : 'Its websites are not trusted for a moment';
  return `not made: the service cannot change it, only make it anew. ${loss}: allow it with --replace ${withheld}`;
}

/** What is left alone, a line for each kind. */
export function keptLines(kept: readonly Kept[]): readonly string[] {
  const groups = new Map<string, Kept[]>();
  for (const one of kept) {
    const group = `${one.kind} ${one.prune ?? ''}`;
    const members = groups.get(group);
    if (members === undefined) groups.set(group, [one]);
    else members.push(one);
  }
  return Array.from(groups.values(), (group) => {
    const names = group.slice(0, LISTED).map(({ subject }) => printable(subject));
    const more = group.length > LISTED ? ` and ${String(group.length - LISTED)} more` : '';
    const [first] = group;
    const way =
      first?.prune === undefined
        ? 'the service has no operation that takes it away'
        : `taken away with --prune ${first.prune}`;
    return `Not in the file, left alone: ${first === undefined ? '' : NOUNS[first.kind]} ${names.join(', ')}${more} (${way})`;
  });
}

const COUNTED: readonly (readonly [ChangeAction, string])[] = [
  ['create', 'to create'],
  ['change', 'to change'],
  ['replace', 'to replace'],
  ['revoke', 'to revoke'],
  ['restore', 'to restore'],
  ['delete', 'to delete'],
];

/** How many changes of each action there are: "3 to create, 1 to change." */
export function summaryLine(plans: readonly FleetPlan[]): string {
  const { made, withheld } = changesOf(plans);
  const counts = COUNTED.flatMap(([action, words]) => {
    const count = made.filter((change) => change.action === action).length;
    return count === 0 ? [] : [`${String(count)} ${words}`];
  });
  const said = counts.length === 0 ? 'Nothing to change.' : `${counts.join(', ')}.`;
  return withheld.length === 0 ? said : `${said} ${counted(withheld.length, 'replacement')} not allowed.`;
}
