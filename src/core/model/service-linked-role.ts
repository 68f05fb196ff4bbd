/** A policy document, to be shown. */
export type PolicyDocument = Readonly<Record<string, unknown>>;

/** Guide, Using Service-Linked Roles: the one role that all fleets of an account share. */
export const SERVICE_LINKED_ROLE = 'AWSServiceRoleForAmazonWorkLink';
/** The only service that may take the role (guide, Service-Linked Role Permissions). */
const SERVICE = 'worklink.amazonaws.com';

/** Who may take the role (guide, Service-Linked Role Permissions). */
export const ROLE_TRUST_POLICY: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: SERVICE }, Action: 'sts:AssumeRole' }],
};

/** What the role may do, as the guide's Service-Linked Role Permissions lists it. */
export const GUIDE_ROLE_PERMISSIONS: PolicyDocument = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: [
        'ec2:CreateNetworkInterface',
        'ec2:DeleteNetworkInterfacePermission',
        'ec2:CreateNetworkInterfacePermission',
        'ec2:ModifyNetworkInterfaceAttribute',
        'ec2:DeleteNetworkInterface',
      ],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: ['kinesis:PutRecord', 'kinesis:PutRecords'],
      Resource: 'arn:aws:kinesis:*:*:stream/AmazonWorkLink-*',
    },
  ],
};

/** The role's ARN: service-linked roles have a path of their service's (IAM User Guide, Service-linked roles). */
export function serviceLinkedRoleArn(accountId: string): string {
  return `arn:aws:iam::${accountId}:role/aws-service-role/${SERVICE}/${SERVICE_LINKED_ROLE}`;
}

/** The id of a task that deletes the role, as IAM's are formed (IAM API Reference, DeleteServiceLinkedRole). */
export function roleDeletionId(task: string): string {
  return `task/aws-service-role/${SERVICE}/${SERVICE_LINKED_ROLE}/${task}`;
}
