import { type Field } from '../results.js';

/** The service-linked role's members. */
export const ROLE_FIELDS: readonly Field[] = [
  { name: 'name', title: 'NAME' },
  { name: 'arn', title: 'ARN' },
  { name: 'id', title: 'ID' },
  { name: 'description', title: 'DESCRIPTION' },
  { name: 'createdTime', title: 'CREATED' },
  { name: 'lastUsedTime', title: 'LAST USED' },
  { name: 'lastUsedRegion', title: 'LAST USED IN' },
  { name: 'trustPolicy', title: 'TRUSTS', read: (data) => trusted(memberOf(data, 'trustPolicy')) },
  {
    name: 'permissionsPolicy',
    title: 'MAY',
    read: (data) => permissions(memberOf(data, 'permissionsPolicy')),
  },
  { name: 'permissionsPolicyArn', title: 'POLICY' },
  { name: 'permissionsPolicyVersion', title: 'POLICY VERSION' },
  { name: 'permissionsFrom', title: 'PERMISSIONS FROM' },
];

/** The services that may take the role. */
function trusted(policy: unknown): readonly string[] {
  return statementsOf(policy).flatMap((statement) =>
    textsOf(memberOf(memberOf(statement, 'Principal'), 'Service')),
  );
}

/** What may be done, as the guide lists it: an action on a resource. */
function permissions(policy: unknown): readonly string[] {
  return statementsOf(policy).flatMap((statement) => {
    const resources = textsOf(memberOf(statement, 'Resource')).join(', ');
    return textsOf(memberOf(statement, 'Action')).map((action) => `${action} on ${resources}`);
  });
}

function statementsOf(policy: unknown): readonly unknown[] {
  const statement = memberOf(policy, 'Statement');
  return Array.isArray(statement) ? statement : [statement];
}

/** An element of a policy that may be one text or several. */
function textsOf(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  return values.filter((one) => typeof one === 'string');
}

function memberOf(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name] // only read
    : undefined;
}
