import { type OperationInput, type OperationOutput } from '../../contract/contract.js';
import { ServiceError } from '../../contract/errors.js';
import { ownError, WorklinkError } from '../../errors.js';
import { type DomainStatus } from '../../model/domain-states.js';
import { nearest } from '../../nearest.js';
import { type Backend } from '../../ports/backend.js';
import { type CertificateDetail, type ValidationRecord } from '../../ports/certificate-manager.js';
import { quote } from '../../text.js';
import { checkInput } from '../check-input.js';
import { checkDomainName, domainKey } from './names.js';
import { onFleet } from '../names.js';
import { type ListOptions, Pages } from '../pages.js';
import { type View, view } from '../view.js';

/** A domain with all the service says of it. */
export type Domain = { readonly domainName: string } & View<OperationOutput<'DescribeDomain'>>;
/** A domain as a list has it. */
export type DomainSummary = View<NonNullable<OperationOutput<'ListDomains'>['Domains']>[number]>;
export type DomainUpdate = OperationInput<'UpdateDomainMetadata'>;

/** A domain with what the guide shows of it (View Domain Details): its validation record is its certificate's. */
export interface DomainDetails extends Domain {
  readonly certificateStatus?: string;
  readonly certificateType?: string;
  readonly certificateNotAfter?: Date;
  readonly validationRecordType?: string;
  readonly validationRecordName?: string;
  readonly validationRecordValue?: string;
  readonly validationRecordStatus?: string;
  /** Why there is no validation record. */
  readonly validationRecordAbsence?: string;
}

/** Domains looked at for a name to suggest: a hint is not worth a long search. */
const NAMES_FOR_A_HINT = 500;

/** A fleet's domains. @param fleet name or ARN. @param statuses those wanted; all where absent */
export function listDomains(
  backend: Backend,
  fleet: string,
  options: ListOptions = {},
  statuses?: readonly DomainStatus[],
): Pages<DomainSummary> {
  return new Pages(
    (request) =>
      onFleet(backend, fleet, async (arn) => {
        const { Domains: domains = [], NextToken: nextToken } = await backend.workLink.call('ListDomains', {
          FleetArn: arn,
          ...request,
        });
        const items = domains
          .map(view)
          .filter(({ domainStatus }) => statuses === undefined || statuses.includes(domainStatus));
        return { items, nextToken };
      }),
    options,
  );
}

/**
 * One domain, with the validation record of its certificate.
 *
 * @param fleet name or ARN
 * @throws WorklinkError `NotFound`; `InvalidInput` for a text that is no domain name
 */
export function showDomain(backend: Backend, fleet: string, domainName: string): Promise<DomainDetails> {
  return onFleet(backend, fleet, async (arn) => {
    const domain = await describeDomain(backend, arn, domainName);
    return { ...domain, ...(await certificateFacts(backend, domain)) };
  });
}

/**
 * What an update would send.
 *
 * @param fleet name or ARN
 * @param displayName `null` takes the display name away
 * @throws WorklinkError `NotFound`; `InvalidInput`
 */
export function planDomainUpdate(
  backend: Backend,
  fleet: string,
  domainName: string,
  displayName: string | null,
): Promise<DomainUpdate> {
  return onFleet(backend, fleet, async (arn) => {
    const domain = await describeDomain(backend, arn, domainName);
    const input: DomainUpdate = {
      FleetArn: arn,
      DomainName: domain.domainName,
      ...(displayName === null ? {} : { DisplayName: displayName }),
    };
    checkInput('UpdateDomainMetadata', input, {
      DisplayName: { label: '--display-name', rule: 'A display name has at most 100 characters.' },
    });
    return input;
  });
}

/** Sends an update made by {@link planDomainUpdate}. @returns the domain as it is then */
export async function updateDomain(backend: Backend, update: DomainUpdate): Promise<Domain> {
  await backend.workLink.call('UpdateDomainMetadata', update);
  return describeDomain(backend, update.FleetArn, update.DomainName);
}

/**
 * One domain as the service has it.
 *
 * @param arn of the fleet
 * @throws WorklinkError `NotFound` with names near it; ServiceError where the fleet is what is missing
 */
export async function describeDomain(backend: Backend, arn: string, domainName: string): Promise<Domain> {
  checkDomainName(domainName);
  const found = await findDomain(backend, arn, domainName);
  return found ?? Promise.reject(await noSuchDomain(backend, arn, domainName));
}

/** @returns the domain, or nothing where it or its fleet is not there */
export async function findDomain(
  { workLink }: Backend,
  arn: string,
  domainName: string,
): Promise<Domain | undefined> {
  try {
    const output = await workLink.call('DescribeDomain', { FleetArn: arn, DomainName: domainName });
    return { ...view(output), domainName: output.DomainName ?? domainName };
  } catch (error) {
    if (error instanceof ServiceError && error.code === 'ResourceNotFoundException') return undefined;
    throw error;
  }
}

/** Listing the domains for a hint also shows whether it is the fleet that is missing. */
async function noSuchDomain({ workLink }: Backend, arn: string, domainName: string): Promise<WorklinkError> {
  let names: readonly string[] = [];
  try {
    const { Domains: domains = [] } = await workLink.call('ListDomains', {
      FleetArn: arn,
      MaxResults: NAMES_FOR_A_HINT,
    });
    names = domains.map(({ DomainName: name }) => name);
  } catch (error) {
    // The fleet itself is missing: said by whoever knows what it was called.
    if (error instanceof ServiceError && error.code === 'ResourceNotFoundException') return error;
  }
  const near = nearest(domainName, names);
  return ownError('NotFound', `The fleet has no domain ${quote(domainName)}.`, {
    hint: `${near.length === 0 ? '' : `Did you mean ${near.join(', ')}? `}worklink domain list shows those there are.`,
    details: { domainName, near },
  });
}

async function certificateFacts(
  { certificates }: Backend,
  { domainName, acmCertificateArn: arn }: Domain,
): Promise<Omit<DomainDetails, keyof Domain>> {
  if (arn === undefined) return { validationRecordAbsence: 'The service names no certificate.' };
  try {
    const certificate = await certificates.describe(arn);
    return {
      certificateStatus: certificate.status,
      certificateType: certificate.type,
      ...(certificate.notAfter === undefined ? {} : { certificateNotAfter: certificate.notAfter }),
      ...validationRecord(certificate, domainName),
    };
  } catch (error) {
    // Whoever may see the domain need not be allowed to see its certificate.
    if (!(error instanceof WorklinkError)) throw error;
    return { validationRecordAbsence: `The certificate could not be read: ${error.message}` };
  }
}

function validationRecord(
  { type, validationRecords }: CertificateDetail,
  domainName: string,
): Omit<DomainDetails, keyof Domain> {
  const record = validationRecordFor({ validationRecords }, domainName);
  if (record === undefined) {
    const why =
      type === 'IMPORTED'
        ? 'An imported certificate has none: whoever issued it has validated the domain.'
        : type === 'PRIVATE'
          ? 'A certificate of a private authority has none.'
          : 'The certificate manager has not made it yet, or does not show it.';
    return { validationRecordAbsence: why };
  }
  return {
    validationRecordType: record.recordType,
    validationRecordName: record.recordName,
    validationRecordValue: record.recordValue,
    validationRecordStatus: record.status,
  };
}

/** The record of a certificate that validates a domain: its own, else that of the wildcard above it. */
export function validationRecordFor(
  { validationRecords }: Pick<CertificateDetail, 'validationRecords'>,
  domainName: string,
): ValidationRecord | undefined {
  const key = domainKey(domainName);
  const wildcard = `*.${key.slice(key.indexOf('.') + 1)}`;
  return (
    validationRecords.find((candidate) => domainKey(candidate.domainName) === key) ??
    validationRecords.find((candidate) => domainKey(candidate.domainName) === wildcard)
  );
}
