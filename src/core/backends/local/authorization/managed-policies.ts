import { parsePolicy, type Policy } from './policy.js';

/** A policy that AWS keeps, in its default version. */
export interface ManagedPolicy {
  readonly name: string;
  readonly arn: string;
  readonly versionId: string;
  /** The policy document, to be shown. */
  readonly document: Readonly<Record<string, unknown>>;
  readonly policy: Policy;
}

const PREFIX = 'arn:aws:iam::aws:policy';
/** Not `arn:aws:worklink:*`, as both administrators' policies had it at first: these are the versions of 2019-09-23. */
const EVERYTHING_OF_WORKLINK = 'arn:aws:worklink:*:*:*';

function managed(
  name: string,
  path: string,
  versionId: string,
  statements: readonly Readonly<Record<string, unknown>>[],
): ManagedPolicy {
  const document = { Version: '2012-10-17', Statement: statements };
  let parsed: Policy | undefined;
  return {
    name,
    arn: `${PREFIX}${path}${name}`,
    versionId,
    document,
    // Read when it is asked for: a call is judged by one or two of them.
    get policy() {
      return (parsed ??= parsePolicy(document));
    },
  };
}

/** What the guide's "Managing Access to Amazon WorkLink" has attached to who may only look. */
export const READ_ONLY = managed('AmazonWorkLinkReadOnly', '/', 'v3', [
  {
    Effect: 'Allow',
    Action: ['worklink:Describe*', 'worklink:List*', 'worklink:Search*'],
    Resource: EVERYTHING_OF_WORKLINK,
  },
]);

/** What the guide's "Managing Access to Amazon WorkLink" has attached to administrators. */
export const FULL_ACCESS = managed('AmazonWorkLinkFullAccess', '/', 'v2', [
  { Effect: 'Allow', Action: ['worklink:*'], Resource: EVERYTHING_OF_WORKLINK },
]);

/** What the role AWSServiceRoleForAmazonWorkLink may do. It can be attached to nothing else. */
export const SERVICE_ROLE = managed('AmazonWorkLinkServiceRolePolicy', '/aws-service-role/', 'v2', [
  {
    Effect: 'Allow',
    Action: [
      'ec2:CreateNetworkInterface',
      'ec2:DeleteNetworkInterface',
      'ec2:ModifyNetworkInterfaceAttribute',
      'ec2:CreateNetworkInterfacePermission',
      'ec2:DeleteNetworkInterfacePermission',
    ],
    Resource: '*',
  },
  {
    Effect: 'Allow',
    Action: ['kinesis:PutRecord', 'kinesis:PutRecords'],
    Resource: 'arn:aws:kinesis:*:*:stream/AmazonWorkLink-*',
  },
  {
    Effect: 'Allow',
    Action: [
      'elasticloadbalancing:ModifyListener',
      'elasticloadbalancing:AddListenerCertificates',
      'elasticloadbalancing:RemoveListenerCertificates',
    ],
    Resource: '*',
  },
]);

const MANAGED_POLICIES: readonly ManagedPolicy[] = [READ_ONLY, FULL_ACCESS, SERVICE_ROLE];

/** @returns the managed policy of this name or ARN, or nothing. Both are case-sensitive. */
export function managedPolicy(nameOrArn: string): ManagedPolicy | undefined {
  return MANAGED_POLICIES.find(({ name, arn }) => name === nameOrArn || arn === nameOrArn);
}
