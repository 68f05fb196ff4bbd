import { type Infer } from '../contract/schema.js';
import { DomainStatus as DomainStatusShape } from '../contract/shapes.js';

export type DomainStatus = Infer<typeof DomainStatusShape>;
/** Every state a domain can be in (service model). */
export const DOMAIN_STATUSES = DomainStatusShape.values;
export type DomainAction = 'revoke' | 'restore' | 'disassociate';

interface Transition {
  readonly from: readonly DomainStatus[];
  readonly to: DomainStatus;
}

/**
 * What an administrator can do to a domain, from which states, and where it leads.
 * Revoke and restore: guide, Revoke a Domain / Restore a Domain. From where a domain may be disassociated is our design:
 * from every state that is not already on the way out.
 */
export const DOMAIN_ACTIONS: Readonly<Record<DomainAction, Transition>> = {
  revoke: { from: ['ACTIVE'], to: 'INACTIVE' },
  restore: { from: ['INACTIVE'], to: 'ACTIVE' },
  disassociate: {
    from: [
      'PENDING_VALIDATION',
      'ASSOCIATING',
      'ACTIVE',
      'INACTIVE',
      'FAILED_TO_ASSOCIATE',
      'FAILED_TO_DISASSOCIATE',
    ],
    to: 'DISASSOCIATING',
  },
};

/** What time alone does to a domain; `gone` is no state of the API: the domain is not found any more. */
export const DOMAIN_SETTLES_TO = {
  PENDING_VALIDATION: 'ASSOCIATING',
  ASSOCIATING: 'ACTIVE',
  DISASSOCIATING: 'gone',
} as const;

/** @returns the state an action leads to, or nothing where the domain's state does not allow it */
export function afterAction(action: DomainAction, status: DomainStatus): DomainStatus | undefined {
  const { from, to } = DOMAIN_ACTIONS[action];
  return from.includes(status) ? to : undefined;
}

/**
 * Whether a domain in one state can still come to another by time alone, or by a change that has not yet been made.
 * A waiter stops where the answer is no.
 */
export function canSettleTo(status: DomainStatus, target: DomainStatus): boolean {
  const seen = new Set<DomainStatus>();
  let state: DomainStatus | 'gone' | undefined = status;
  while (state !== undefined && state !== 'gone' && !seen.has(state)) {
    if (state === target) return true;
    seen.add(state);
    state = Object.hasOwn(DOMAIN_SETTLES_TO, state)
      ? DOMAIN_SETTLES_TO[state as keyof typeof DOMAIN_SETTLES_TO]
      : undefined;
  }
  return false;
}
