/** What a fleet's ARN says. The Region field is empty: `arn:aws:worklink::<account>:fleet/<name>`. */
export interface FleetArnParts {
  readonly accountId: string;
  readonly fleetName: string;
}

const FLEET_ARN = /^arn:aws:worklink::(?<accountId>[0-9]{12}):fleet\/(?<fleetName>[^/]+)$/;
const CERTIFICATE_ARN =
  /^arn:aws[a-z-]*:acm:(?<region>[a-z0-9-]+):(?<accountId>[0-9]{12}):certificate\/(?<id>[A-Za-z0-9-]+)$/;
const ARN_PREFIX = 'arn:';

export function fleetArn(accountId: string, fleetName: string): string {
  return `arn:aws:worklink::${accountId}:fleet/${fleetName}`;
}

/** @returns what the ARN says, or nothing where it is not a fleet's */
export function parseFleetArn(arn: string): FleetArnParts | undefined {
  const groups = FLEET_ARN.exec(arn)?.groups;
  const accountId = groups?.['accountId'];
  const fleetName = groups?.['fleetName'];
  return accountId === undefined || fleetName === undefined ? undefined : { accountId, fleetName };
}

export function certificateArn(region: string, accountId: string, id: string): string {
  return `arn:aws:acm:${region}:${accountId}:certificate/${id}`;
}

/** @returns what the ARN of an ACM certificate says, or nothing where it is not one */
export function parseCertificateArn(
  arn: string,
): { readonly region: string; readonly accountId: string } | undefined {
  const groups = CERTIFICATE_ARN.exec(arn)?.groups;
  const region = groups?.['region'];
  const accountId = groups?.['accountId'];
  return region === undefined || accountId === undefined ? undefined : { region, accountId };
}

/** Whether a person meant an ARN rather than a name. */
export function looksLikeArn(text: string): boolean {
  return text.startsWith(ARN_PREFIX);
}
