import { ownError, type WorklinkError } from '../errors.js';
import { checkDocument, Faults, pathText } from '../model/document/check.js';
import { FLEET_FILE_VERSION, type FleetEntry, type FleetSpec } from '../model/fleet-file/fleet-document.js';
import { FLEET_FILE_FORMAT } from '../model/fleet-file/format.js';
import { quote } from '../text.js';
import {
  type Allowances,
  type Change,
  changesOf,
  type FleetPlan,
  PRUNE_KINDS,
  REPLACE_KINDS,
} from './change.js';
import { digestOf } from './digest.js';

const KIND = 'worklink-plan';
/** The version of the format that this program reads and writes. */
const VERSION = 1;
/** Longer than the plan of any fleets that a file can hold, in characters. */
export const MAX_PLAN_CHARACTERS = 128 * 1_048_576;

/** Whose fleets a plan is for. */
export interface PlanTarget {
  readonly backend: string;
  readonly region: string;
  readonly accountId?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

/** A plan that was reviewed: all it takes to make it again, and to see that it is still the same. */
export interface ReviewedPlan {
  readonly madeTime: string;
  readonly target: PlanTarget;
  readonly allowances: Allowances;
  /** What is wanted, every text in its place. */
  readonly wanted: readonly FleetSpec[];
  /** Of each fleet as it was, by its name. */
  readonly digests: Readonly<Record<string, string>>;
  /** Of the changes. */
  readonly changesDigest: string;
}

/** What of a plan is the same where it is made again. */
export function digestOfChanges(plans: readonly FleetPlan[]): string {
  return digestOf(plans.flatMap(({ changes }) => changes));
}

/**
 * A plan as a file holds it: JSON with a digest of itself. It holds no secret: metadata and certificates are public keys.
 *
 * @param plan what {@link readPlanFile} gives back
 * @param plans its changes, for whoever reviews it
 */
export function planFileText(
  { madeTime, target, allowances, wanted, digests, changesDigest }: ReviewedPlan,
  plans: readonly FleetPlan[],
): string {
  const { made, withheld } = changesOf(plans);
  const content = {
    kind: KIND,
    version: VERSION,
    madeTime,
    target,
    prune: [...allowances.prune].sort(),
    replace: [...allowances.replace].sort(),
    changes: made.map(reviewed),
    withheld: withheld.map(reviewed),
    wanted: { version: FLEET_FILE_VERSION, fleets: wanted },
    digests,
    changesDigest,
  };
  // What is undefined is not written, and not part of the digest.
  const plain: unknown = JSON.parse(JSON.stringify(content));
  return `${JSON.stringify({ ...content, digest: digestOf(plain) }, undefined, 2)}\n`;
}

function reviewed({ fleetName, action, kind, subject, differences }: Change): object {
  return { fleetName, action, kind, subject, differences };
}

/**
 * Reads a plan.
 *
 * @param what as a sentence begins: "The file 'plan.json'"
 * @throws WorklinkError `InvalidInput` for what is none, was written by a newer program, or was changed since
 */
export function readPlanFile(text: string, what: string): ReviewedPlan {
  const members = membersOf(parsed(text, what));
  if (members.get('kind') !== KIND) throw noPlan(what);
  const version = members.get('version');
  if (typeof version === 'number' && version > VERSION) {
    throw ownError('InvalidInput', `${what} was written by a newer worklink.`, {
      hint: 'Use that version, or make the plan anew.',
    });
  }
  const { digest, ...content } = Object.fromEntries(members);
  if (version !== VERSION || digest !== digestOf(content)) throw damaged(what);
  const target = membersOf(members.get('target'));
  const madeTime = textOf(members, 'madeTime', what);
  return {
    madeTime,
    target: {
      backend: textOf(target, 'backend', what),
      region: textOf(target, 'region', what),
      accountId: optionalText(target.get('accountId')),
      endpointUrl: optionalText(target.get('endpointUrl')),
    },
    allowances: {
      prune: namedOf(PRUNE_KINDS, members.get('prune')),
      replace: namedOf(REPLACE_KINDS, members.get('replace')),
    },
    wanted: wantedOf(members.get('wanted'), what),
    digests: Object.fromEntries(
      [...membersOf(members.get('digests'))].filter(
        (entry): entry is [string, string] => typeof entry[1] === 'string',
      ),
    ),
    changesDigest: textOf(members, 'changesDigest', what),
  };
}

function parsed(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw noPlan(what, cause);
  }
}

function membersOf(value: unknown): Map<string, unknown> {
  return new Map<string, unknown>(
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : [],
  );
}

function textOf(members: ReadonlyMap<string, unknown>, name: string, what: string): string {
  const value = members.get(name);
  if (typeof value !== 'string') throw damaged(what);
  return value;
}

function optionalText(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function namedOf<T extends string>(kinds: readonly T[], value: unknown): ReadonlySet<T> {
  const given: readonly unknown[] = Array.isArray(value) ? value : [];
  return new Set(kinds.filter((kind) => given.includes(kind)));
}

function wantedOf(value: unknown, what: string): readonly FleetSpec[] {
  const faults = new Faults();
  if (!checkDocument(FLEET_FILE_FORMAT, value, faults)) {
    const [first] = faults.shown;
    throw damaged(what, first === undefined ? '' : ` ${pathText(first.path)} ${first.message}.`);
  }
  return value.fleets.map((entry) => specOf(entry, what));
}

/** In a plan, every text stands in its place. */
function specOf(entry: FleetEntry, what: string): FleetSpec {
  const { identityProvider, websiteCertificateAuthorities, invitation, ...rest } = entry;
  const whole = (text: string | undefined): string => {
    if (text === undefined) throw damaged(what);
    return text;
  };
  return {
    ...rest,
    ...(identityProvider !== undefined && { identityProvider }),
    ...(websiteCertificateAuthorities !== undefined && {
      websiteCertificateAuthorities: websiteCertificateAuthorities.map((ca) => ({
        ...ca,
        certificate: whole(ca.certificate),
      })),
    }),
    ...(invitation !== undefined && {
      invitation: { ...invitation, text: whole(invitation.text), html: whole(invitation.html) },
    }),
  };
}

/**
 * Holds a plan against the fleets as they are now.
 *
 * @param now where, and what the fleets and a plan made now are
 * @throws WorklinkError `WrongState` where it is for others, or they have changed
 */
export function assertStillGood(
  plan: ReviewedPlan,
  now: Pick<ReviewedPlan, 'target' | 'digests' | 'changesDigest'>,
): void {
  const changed = Object.keys(plan.digests).filter((name) => plan.digests[name] !== now.digests[name]);
  const [first] = changed;
  if (first !== undefined) {
    const also = changed.length > 1 ? ` and ${String(changed.length - 1)} more` : '';
    throw notGood(`Fleet ${quote(first)}${also} has changed since the plan was made, at ${plan.madeTime}.`, {
      fleets: changed,
    });
  }
  if (plan.changesDigest !== now.changesDigest)
    throw notGood('The changes would not be the ones that were reviewed.', {});
}

/** @throws WorklinkError `WrongState` where a plan is for another account, Region or endpoint */
export function assertSameTarget({ target }: ReviewedPlan, now: PlanTarget): void {
  for (const [member, words] of [
    ['backend', 'backend'],
    ['region', 'Region'],
    ['accountId', 'account'],
    ['endpointUrl', 'endpoint'],
  ] as const) {
    if (target[member] === now[member]) continue;
    const was = target[member];
    const is = now[member];
    throw notGood(
      `The plan was made for the ${words} ${was === undefined ? 'that is usual' : quote(was)}, and this is ${is === undefined ? 'the usual one' : quote(is)}.`,
      { target },
    );
  }
}

function notGood(message: string, details: Readonly<Record<string, unknown>>): WorklinkError {
  return ownError('WrongState', message, {
    hint: 'Nothing was changed. Make a new plan, and review it: worklink diff --plan-out FILE',
    details,
  });
}

function noPlan(what: string, cause?: unknown): WorklinkError {
  return ownError('InvalidInput', `${what} is not a plan.`, {
    hint: 'Plans are made by worklink diff --plan-out FILE.',
    cause,
  });
}

function damaged(what: string, how = ''): WorklinkError {
  return ownError('InvalidInput', `${what} is not as it was written.${how}`, {
    hint: 'Make the plan anew: worklink diff --plan-out FILE',
  });
}
