import { type OperationInput } from '../../contract/contract.js';
import { type Change, type Step } from '../../fleet-plan/change.js';
import { planNewAssociation } from '../domains/associate.js';
import { type ApplyContext, arnFor } from './context.js';

type DomainOperation =
  | 'AssociateDomain'
  | 'UpdateDomainMetadata'
  | 'RevokeDomainAccess'
  | 'RestoreDomainAccess'
  | 'DisassociateDomain';

/** A change of a domain that is one call: many of them can be made together. */
export interface DomainCall {
  readonly operation: DomainOperation;
  readonly input: OperationInput<DomainOperation>;
}

const OPERATIONS = {
  associateDomain: 'AssociateDomain',
  yieldDisplayName: 'UpdateDomainMetadata',
  updateDomain: 'UpdateDomainMetadata',
  revokeDomain: 'RevokeDomainAccess',
  restoreDomain: 'RestoreDomainAccess',
  disassociateDomain: 'DisassociateDomain',
} as const satisfies Partial<Record<Step['do'], DomainOperation>>;

type DomainStep = Extract<Step, { readonly do: keyof typeof OPERATIONS }>;
export type DomainChange = Change & { readonly step: DomainStep };

/** Whether a change is a single call on a domain. */
export function isDomainCall(change: Change): change is DomainChange {
  return isDomainChange(change) && !(change.step.do === 'associateDomain' && change.step.after !== undefined);
}

function isDomainChange(change: Change): change is DomainChange {
  return Object.hasOwn(OPERATIONS, change.step.do);
}

/** The operation a change of a domain calls. */
export function operationOf({ step }: DomainChange): DomainOperation {
  return OPERATIONS[step.do];
}

/**
 * The call a change takes, everything checked that can be beforehand. The plan was made by the domain's state: it is not asked
 * for again.
 *
 * @throws WorklinkError as `planNewAssociation` does; `AlreadyExists` for a display name that another domain has
 */
export async function domainCall(context: ApplyContext, change: DomainChange): Promise<DomainCall> {
  const { step } = change;
  const operation = operationOf(change);
  const fleetArn = arnFor(context, change);
  const { domainName } = step;
  const input = { FleetArn: fleetArn, DomainName: domainName };
  if (step.do === 'associateDomain') {
    const { certificateArn: certificate, displayName } = step;
    const entry = { domainName, certificate, displayName };
    const association = await planNewAssociation(fleetArn, entry, context.finder, context.names);
    return { operation, input: association.input };
  }
  if (step.do === 'yieldDisplayName') await context.names.release(step.displayName, { fleetArn, domainName });
  if (step.do === 'updateDomain' && step.displayName !== null) {
    await context.names.claim(step.displayName, { fleetArn, domainName });
    return { operation, input: { ...input, DisplayName: step.displayName } };
  }
  return { operation, input };
}
