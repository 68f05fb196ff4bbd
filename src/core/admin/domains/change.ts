import { type OperationName } from '../../contract/contract.js';
import { ServiceError } from '../../contract/errors.js';
import { ownError, WorklinkError } from '../../errors.js';
import { afterAction, canSettleTo, type DomainAction, DOMAIN_ACTIONS } from '../../model/domain-states.js';
import { isConfigurable } from '../../model/fleet-states.js';
import { type Backend } from '../../ports/backend.js';
import { quote } from '../../text.js';
import { describeDomain, type Domain, findDomain } from './domains.js';
import { onFleet } from '../names.js';
import { waitUntil, type WaitOptions } from '../wait.js';

const OPERATIONS = {
  revoke: 'RevokeDomainAccess',
  restore: 'RestoreDomainAccess',
  disassociate: 'DisassociateDomain',
} as const satisfies Readonly<Record<DomainAction, OperationName>>;

/** What each action is called in a sentence, and where a domain already is that needs it no more. */
const WORDS: Readonly<Record<DomainAction, { readonly done: string; readonly already: string }>> = {
  revoke: { done: 'revoked', already: 'INACTIVE' },
  restore: { done: 'restored', already: 'ACTIVE' },
  disassociate: { done: 'disassociated', already: 'DISASSOCIATING' },
};

/** The call that an action on a domain takes, its state allowing it. */
export interface DomainChange {
  readonly action: DomainAction;
  readonly operation: (typeof OPERATIONS)[DomainAction];
  readonly input: { readonly FleetArn: string; readonly DomainName: string };
  /** The domain before. */
  readonly domain: Domain;
}

/**
 * The ARN of a fleet whose domains and settings can be changed.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`; `WrongState` for a fleet on its way out
 */
export function changeableFleet(backend: Backend, fleet: string): Promise<string> {
  return onFleet(backend, fleet, async (arn) => {
    const { FleetStatus: status, FleetName: name } = await backend.workLink.call('DescribeFleetMetadata', {
      FleetArn: arn,
    });
    if (status !== undefined && !isConfigurable(status)) {
      throw ownError(
        'WrongState',
        `Fleet ${quote(name ?? fleet)} is ${status}: nothing in it can be changed.`,
        {
          hint: 'Use a fleet that is ACTIVE: worklink fleet list shows them.',
        },
      );
    }
    return arn;
  });
}

/**
 * Checks that a domain can be revoked, restored or disassociated.
 *
 * @param arn of the fleet
 * @throws WorklinkError `InvalidInput` for a text that is no domain name; `NotFound`; `WrongState`
 */
export async function planDomainChange(
  backend: Backend,
  arn: string,
  action: DomainAction,
  domainName: string,
): Promise<DomainChange> {
  const domain = await describeDomain(backend, arn, domainName);
  const { domainStatus: status } = domain;
  if (status !== undefined && afterAction(action, status) === undefined) throw wrongState(action, domain);
  return {
    action,
    operation: OPERATIONS[action],
    input: { FleetArn: arn, DomainName: domain.domainName },
    domain,
  };
}

/** Makes a change planned by {@link planDomainChange}. @returns the domain as it is then, DISASSOCIATED where it is gone at once */
export async function changeDomain(
  backend: Backend,
  { operation, input, domain }: DomainChange,
): Promise<Domain> {
  await backend.workLink.call(operation, input);
  return (await findDomain(backend, input.FleetArn, input.DomainName)) ?? gone(domain);
}

/**
 * Waits until a domain is ACTIVE.
 *
 * @throws WorklinkError `WaitTimedOut`; `StateUnreachable` where it cannot become ACTIVE any more, saying why as far as known
 */
export async function waitForActiveDomain(
  backend: Backend,
  arn: string,
  domainName: string,
  options: WaitOptions,
): Promise<Domain> {
  const what = `domain ${quote(domainName)} to be ACTIVE`;
  let last: Domain | undefined;
  try {
    return await waitUntil(
      {
        what,
        look: async () => (last = await lookAt(backend, arn, domainName)),
        stateOf,
        judge: ({ domainStatus }) =>
          domainStatus === 'ACTIVE'
            ? 'reached'
            : domainStatus !== undefined && canSettleTo(domainStatus, 'ACTIVE')
              ? 'pending'
              : 'unreachable',
      },
      options,
    );
  } catch (error) {
    if (last?.domainStatus !== 'FAILED_TO_ASSOCIATE' || !isUnreachable(error)) throw error;
    throw await failedToAssociate(backend, last, error);
  }
}

/** Waits until a domain is gone. @returns it as DISASSOCIATED. @throws WorklinkError `WaitTimedOut`, `StateUnreachable` */
export function waitForGoneDomain(
  backend: Backend,
  arn: string,
  domainName: string,
  options: WaitOptions,
): Promise<Domain> {
  return waitUntil(
    {
      what: `domain ${quote(domainName)} to be gone`,
      look: () => lookAt(backend, arn, domainName),
      stateOf,
      judge: ({ domainStatus }) =>
        domainStatus === 'DISASSOCIATED'
          ? 'reached'
          : domainStatus === 'DISASSOCIATING'
            ? 'pending'
            : 'unreachable',
    },
    options,
  );
}

async function lookAt(backend: Backend, arn: string, domainName: string): Promise<Domain> {
  return (await findDomain(backend, arn, domainName)) ?? gone({ domainName });
}

function gone(domain: Domain): Domain {
  return { ...domain, domainStatus: 'DISASSOCIATED' };
}

function stateOf({ domainStatus }: Domain): string {
  return domainStatus ?? 'in no known state';
}

function isUnreachable(error: unknown): boolean {
  return error instanceof WorklinkError && error.code === 'StateUnreachable';
}

/** The API gives no reason. What the emulator fails for, and the service may too, is the certificate. */
async function failedToAssociate(
  { certificates }: Backend,
  { domainName, acmCertificateArn: arn }: Domain,
  cause: unknown,
): Promise<WorklinkError> {
  let reason = 'the service gives no reason';
  try {
    const certificate = arn === undefined ? undefined : await certificates.describe(arn);
    if (certificate !== undefined && certificate.status !== 'ISSUED')
      reason = `its certificate ${quote(certificate.arn)} is ${certificate.status}`;
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    if (!(error instanceof ServiceError)) reason = `its certificate: ${error.message.replace(/\.$/, '')}`;
  }
  return ownError('StateUnreachable', `Domain ${quote(domainName)} failed to associate: ${reason}.`, {
    hint: 'Disassociate it, and associate it again with a certificate that is ISSUED.',
    details: { state: 'FAILED_TO_ASSOCIATE', domainName },
    cause,
  });
}

function wrongState(action: DomainAction, { domainName, domainStatus: status }: Domain): WorklinkError {
  const { done, already } = WORDS[action];
  const now = status ?? 'in no known state';
  const needed = DOMAIN_ACTIONS[action].from;
  const message =
    status === already
      ? `Domain ${quote(domainName)} is ${now} already.`
      : `Domain ${quote(domainName)} is ${now}: to be ${done}, it must be ${needed.join(' or ')}.`;
  return ownError('WrongState', message, {
    hint: wayOn(action, status),
    details: { domainName, state: now },
  });
}

function wayOn(action: DomainAction, status: Domain['domainStatus']): string {
  switch (status) {
    case 'PENDING_VALIDATION':
    case 'ASSOCIATING':
      return 'Wait until it is ACTIVE: worklink domain show says its state.';
    case 'INACTIVE':
      return 'To give users access again: worklink domain restore.';
    case 'ACTIVE':
      return 'To take users’ access away: worklink domain revoke.';
    case 'DISASSOCIATING':
    case 'DISASSOCIATED':
      return action === 'disassociate'
        ? 'It will be gone in a while.'
        : 'To have it back, associate it again once it is gone.';
    case 'FAILED_TO_ASSOCIATE':
    case 'FAILED_TO_DISASSOCIATE':
      return 'Disassociate it: worklink domain disassociate.';
    case undefined:
      return 'worklink domain show says more.';
  }
}
