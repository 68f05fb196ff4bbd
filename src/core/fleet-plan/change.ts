import { type InvitationSpec, type NetworkSpec } from '../model/fleet-file/fleet-document.js';

/** What a change is about. */
export type ChangeKind =
  | 'fleet'
  | 'tags'
  | 'identity-provider'
  | 'website-ca'
  | 'device-policy'
  | 'network'
  | 'audit-stream'
  | 'domain'
  | 'authorization-provider'
  | 'invitation';

export type ChangeAction = 'create' | 'change' | 'replace' | 'revoke' | 'restore' | 'delete';

/** What a fleet has and its file does not: it is taken away only where its kind is named. */
export const PRUNE_KINDS = [
  'tags',
  'display-names',
  'domains',
  'website-cas',
  'authorization-providers',
  'device-policy',
  'audit-stream',
  'invitation',
  'fleets',
] as const;
export type PruneKind = (typeof PRUNE_KINDS)[number];

/** What the service cannot change, so that it is taken away and made anew: only where its kind is named. */
export const REPLACE_KINDS = ['domains', 'website-cas'] as const;
export type ReplaceKind = (typeof REPLACE_KINDS)[number];

/** What may be done besides what is harmless. */
export interface Allowances {
  readonly prune: ReadonlySet<PruneKind>;
  readonly replace: ReadonlySet<ReplaceKind>;
}

/** One member that is different, in words: absent where there is nothing. */
export interface Difference {
  readonly member: string;
  readonly from?: string;
  readonly to?: string;
}

/** What it takes to make a change, all of it data. */
export type Step =
  | {
      readonly do: 'createFleet';
      readonly displayName?: string;
      readonly optimizeForEndUserLocation?: boolean;
      readonly tags?: Readonly<Record<string, string>>;
    }
  /** `null` takes the display name away. */
  | {
      readonly do: 'updateFleet';
      readonly displayName?: string | null;
      readonly optimizeForEndUserLocation?: boolean;
    }
  | { readonly do: 'setTags'; readonly tags: Readonly<Record<string, string>> }
  | { readonly do: 'removeTags'; readonly keys: readonly string[] }
  | { readonly do: 'linkIdentityProvider'; readonly metadata?: string; readonly isLinked: boolean }
  | {
      readonly do: 'uploadWebsiteCa';
      readonly certificate: string;
      readonly displayName?: string;
      /** The ids of what it takes the place of. */
      readonly replaces?: readonly string[];
    }
  | { readonly do: 'deleteWebsiteCa'; readonly websiteCaId: string }
  | { readonly do: 'configureDevicePolicy'; readonly certificate: string }
  | { readonly do: 'removeDevicePolicy' }
  | { readonly do: 'linkNetwork'; readonly network: NetworkSpec; readonly isLinked: boolean }
  | { readonly do: 'linkAuditStream'; readonly streamArn: string }
  | { readonly do: 'unlinkAuditStream' }
  | {
      readonly do: 'associateDomain';
      readonly domainName: string;
      readonly displayName?: string;
      readonly certificateArn?: string;
      /** What comes before it: the present association is ended, or its end, which has begun, is waited for. */
      readonly after?: 'disassociation' | 'end';
    }
  | { readonly do: 'updateDomain'; readonly domainName: string; readonly displayName: string | null }
  /** The domain gives its display name up, which another domain is to have: each is unique. */
  | { readonly do: 'yieldDisplayName'; readonly domainName: string; readonly displayName: string }
  | {
      readonly do: 'revokeDomain' | 'restoreDomain' | 'disassociateDomain';
      readonly domainName: string;
    }
  | { readonly do: 'associateProvider'; readonly type: 'SAML'; readonly domainName: string }
  | { readonly do: 'disassociateProvider'; readonly authorizationProviderId: string }
  | { readonly do: 'saveInvitation'; readonly template: InvitationSpec }
  | { readonly do: 'deleteFleet' };

/** One thing to be done to a fleet. */
export interface Change {
  readonly fleetName: string;
  /** Names the change among those of its plan. */
  readonly key: string;
  readonly action: ChangeAction;
  readonly kind: ChangeKind;
  /** What of its kind it is: a domain's name, a certificate's subject. */
  readonly subject: string;
  readonly differences: readonly Difference[];
  /** The key of the change without which this one is in vain. */
  readonly needs?: string;
  /** The kind that must be named for it to be made; it is left undone until then. */
  readonly withheld?: ReplaceKind;
  readonly step: Step;
}

/** What the fleet has and its file does not, and is left alone. */
export interface Kept {
  readonly fleetName: string;
  readonly kind: ChangeKind;
  readonly subject: string;
  /** The kind that would have it taken away; absent where the service has no operation for that. */
  readonly prune?: PruneKind;
}

/** What it takes to make a fleet what its file says. */
export interface FleetPlan {
  readonly fleetName: string;
  /** Absent for a fleet that is to be made. */
  readonly fleetArn?: string;
  readonly changes: readonly Change[];
  readonly kept: readonly Kept[];
}

/** A fleet that no file has, and that is to be deleted. */
export function planFleetDeletion(fleet: {
  readonly fleetName: string;
  readonly fleetArn: string;
}): FleetPlan {
  const { fleetName, fleetArn } = fleet;
  const change: Change = {
    fleetName,
    key: `${fleetName}/fleet`,
    action: 'delete',
    kind: 'fleet',
    subject: fleetName,
    differences: [],
    step: { do: 'deleteFleet' },
  };
  return { fleetName, fleetArn, changes: [change], kept: [] };
}

/** The order in which things are done: each needs nothing that comes after it. What takes away is last, but for tags, of which
 *  a fleet has room for 50. */
const ORDER: readonly (readonly Step['do'][])[] = [
  ['createFleet'],
  ['updateFleet'],
  ['removeTags'],
  ['setTags'],
  ['linkIdentityProvider'],
  ['uploadWebsiteCa'],
  ['configureDevicePolicy'],
  ['linkNetwork'],
  ['linkAuditStream'],
  ['yieldDisplayName'],
  ['updateDomain', 'associateDomain'],
  ['revokeDomain', 'restoreDomain'],
  ['associateProvider'],
  ['saveInvitation'],
  ['disassociateProvider'],
  ['disassociateDomain'],
  ['deleteWebsiteCa'],
  ['removeDevicePolicy'],
  ['unlinkAuditStream'],
  ['deleteFleet'],
];

/** Changes of many fleets in the order in which they are made, those that may be made at the same time together. */
export function inPhases(changes: readonly Change[]): readonly (readonly Change[])[] {
  return ORDER.map((steps) => changes.filter(({ step }) => steps.includes(step.do))).filter(
    (phase) => phase.length > 0,
  );
}

/** Whether a fleet is all that its file says: nothing is to be done, nor left undone for want of leave. */
export function isSame(plans: readonly FleetPlan[]): boolean {
  return plans.every(({ changes }) => changes.length === 0);
}

/** The changes that are made, and those that are left undone. */
export function changesOf(plans: readonly FleetPlan[]): {
  readonly made: readonly Change[];
  readonly withheld: readonly Change[];
} {
  const all = plans.flatMap(({ changes }) => changes);
  return {
    made: all.filter(({ withheld }) => withheld === undefined),
    withheld: all.filter(({ withheld }) => withheld !== undefined),
  };
}
