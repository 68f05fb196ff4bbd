import { type Caller } from '../caller.js';

const MILLISECONDS_PER_SECOND = 1000;
const IPV4_MAPPED = /^::ffff:(?<ipv4>\d{1,3}(?:\.\d{1,3}){3})$/i;

/** What IAM's conditions and policy variables can ask about a request. */
export interface RequestContext {
  /**
   * The values of a context key, which is not case-sensitive. Absent keys have none: `undefined`. A key that is there
   * without a value that could be compared has an empty list.
   */
  get(key: string): readonly string[] | undefined;
}

/** A context of the keys and values given. Keys that differ only in case are one key with all their values. */
export function requestContext(
  entries: Readonly<Record<string, string | readonly string[]>>,
): RequestContext {
  const values = new Map<string, readonly string[]>();
  for (const [key, value] of Object.entries(entries)) {
    const name = key.toLowerCase();
    values.set(name, [...(values.get(name) ?? []), ...(typeof value === 'string' ? [value] : value)]);
  }
  return { get: (key) => values.get(key.toLowerCase()) };
}

/** What the emulator knows about a call that is to be authorized. */
export interface CallFacts {
  readonly caller: Caller;
  /** The emulator's time. */
  readonly now: Date;
  /** Whether the call came over TLS. */
  readonly secureTransport: boolean;
  /** Tags of the fleet the call is about, where it exists. */
  readonly resourceTags?: Readonly<Record<string, string>> | undefined;
  /** Tags the call would set. */
  readonly requestTags?: Readonly<Record<string, string>> | undefined;
  /** Keys of tags the call names without values, as UntagResource does. */
  readonly tagKeys?: readonly string[] | undefined;
}

/** How IAM calls the kind of principal an ARN names (IAM User Guide, principal key values). */
function principalType(arn: string): string {
  const [, , service, , , resource = ''] = arn.split(':');
  if (service === 'iam' && resource === 'root') return 'Account';
  if (service === 'sts' && resource.startsWith('assumed-role/')) return 'AssumedRole';
  if (service === 'sts' && resource.startsWith('federated-user/')) return 'FederatedUser';
  return 'User';
}

/** A peer's address as IAM has it: a dual-stack socket's mapped IPv4 address is that IPv4 address; no zone. */
function sourceIp(address: string): string {
  const withoutZone = address.replace(/%.*$/, '');
  return IPV4_MAPPED.exec(withoutZone)?.groups?.['ipv4'] ?? withoutZone;
}

/**
 * Tags as context keys. Condition keys are not case-sensitive and tags are: where two tags differ only in case, IAM
 * matches neither (IAM User Guide, aws:RequestTag: "but not both"), so the key is there without a value.
 */
function tagEntries(prefix: string, tags: Readonly<Record<string, string>>): [string, readonly string[]][] {
  const byName = new Map<string, string[]>();
  for (const [key, value] of Object.entries(tags)) {
    const name = `${prefix}/${key}`.toLowerCase();
    byName.set(name, [...(byName.get(name) ?? []), value]);
  }
  return Array.from(byName, ([name, values]) => [name, values.length > 1 ? [] : values]);
}

/** The global condition keys of a call (IAM User Guide, AWS global condition context keys). */
export function callContext(facts: CallFacts): RequestContext {
  const { caller, now } = facts;
  const { principal } = caller;
  const type = principalType(principal.arn);
  const tagKeys = [...new Set([...Object.keys(facts.requestTags ?? {}), ...(facts.tagKeys ?? [])])];
  return requestContext({
    'aws:CurrentTime': now.toISOString(),
    'aws:EpochTime': String(Math.floor(now.getTime() / MILLISECONDS_PER_SECOND)),
    'aws:SourceIp': sourceIp(caller.sourceIp),
    'aws:UserAgent': caller.userAgent,
    'aws:SecureTransport': String(facts.secureTransport),
    ...(type === 'User' ? { 'aws:username': principal.name } : {}),
    'aws:userid': principal.principalId,
    'aws:PrincipalArn': principal.arn,
    'aws:PrincipalAccount': principal.accountId,
    'aws:PrincipalType': type,
    'aws:RequestedRegion': caller.region,
    'aws:ViaAWSService': 'false',
    ...Object.fromEntries(tagEntries('aws:ResourceTag', facts.resourceTags ?? {})),
    ...Object.fromEntries(tagEntries('aws:RequestTag', facts.requestTags ?? {})),
    ...(tagKeys.length > 0 ? { 'aws:TagKeys': tagKeys } : {}),
  });
}
