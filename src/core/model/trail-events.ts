import { looksLikeArn, parseFleetArn } from './arns.js';

/** One call of the service, as CloudTrail recorded it. */
export interface TrailEvent {
  readonly id: string;
  /** When, to the second. */
  readonly time: Date;
  /** The operation. */
  readonly name: string;
  readonly username?: string;
  readonly readOnly?: boolean;
  /** The whole record (CloudTrail User Guide, CloudTrail record contents). */
  readonly record: Readonly<Record<string, unknown>>;
}

/** Which events are wanted: those that meet all it says. */
export interface TrailFilter {
  /** From this moment on. */
  readonly from?: Date | undefined;
  /** Up to this moment, which is part of it. */
  readonly to?: Date | undefined;
  /** Calls of one of these operations. */
  readonly operations?: readonly string[] | undefined;
  /** Who called: a user's name, an ARN, an access key ID or a principal ID. */
  readonly principal?: string | undefined;
  /** What the call was about: a fleet by name or ARN, a domain, a certificate, an id. */
  readonly resource?: string | undefined;
  /** Whether calls that only read are wanted, or those that do not; both where absent. */
  readonly readOnly?: boolean | undefined;
  /** Whether only refused calls are wanted. */
  readonly refused?: boolean | undefined;
}

/** The members of requests and responses that name what a call is about, in lower case: trails differ in the case of the first letter. */
const RESOURCE_MEMBERS = new Set(
  [
    'FleetArn',
    'FleetName',
    'ResourceArn',
    'DomainName',
    'AcmCertificateArn',
    'AuditStreamArn',
    'DeviceId',
    'Username',
    'WebsiteCaId',
    'AuthorizationProviderId',
    'VpcId',
  ].map((name) => name.toLowerCase()),
);

/** Whether an event is one of those wanted. Its times are whole seconds. */
export function meetsFilter(event: TrailEvent, filter: TrailFilter): boolean {
  const { from, to, operations, principal, resource, readOnly, refused } = filter;
  return (
    (from === undefined || event.time.getTime() >= from.getTime()) &&
    (to === undefined || event.time.getTime() <= to.getTime()) &&
    (operations === undefined || operations.includes(event.name)) &&
    (principal === undefined || callersOf(event).includes(principal)) &&
    (resource === undefined || isAbout(event, resource)) &&
    (readOnly === undefined || event.readOnly === readOnly) &&
    (refused !== true || typeof event.record['errorCode'] === 'string')
  );
}

/** What a call was about, each once: the identifiers its request and its response name, in their order. */
export function resourcesOf({ record }: Pick<TrailEvent, 'record'>): readonly string[] {
  const named = [record['requestParameters'], record['responseElements']].flatMap((part) =>
    isObject(part)
      ? Object.entries(part).flatMap(([member, value]) =>
          RESOURCE_MEMBERS.has(member.toLowerCase()) && typeof value === 'string' ? [value] : [],
        )
      : [],
  );
  const listed = record['resources'];
  const arns = Array.isArray(listed)
    ? listed.flatMap((one: unknown) => (isObject(one) && typeof one['ARN'] === 'string' ? [one['ARN']] : []))
    : [];
  return [...new Set([...named, ...arns])];
}

/** Who called, by every name the record has for them. */
function callersOf({ username, record }: TrailEvent): readonly string[] {
  const identity = record['userIdentity'];
  const names = isObject(identity)
    ? [identity['userName'], identity['arn'], identity['accessKeyId'], identity['principalId']]
    : [];
  return [username, ...names].filter((name) => typeof name === 'string');
}

function isAbout(event: TrailEvent, wanted: string): boolean {
  const fleet = parseFleetArn(wanted);
  // A call that named a fleet by its name alone named that fleet of its own account.
  const name = fleet?.accountId === event.record['recipientAccountId'] ? fleet?.fleetName : undefined;
  return resourcesOf(event).some((resource) => {
    if (resource === wanted || resource === name) return true;
    if (looksLikeArn(wanted)) return false;
    // Names of domains are compared without case; a fleet may be meant by its name alone.
    return resource.toLowerCase() === wanted.toLowerCase() || parseFleetArn(resource)?.fleetName === wanted;
  });
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
