import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createAuthority } from '../../../src/core/certificates/issue.js';
import { type FleetSpec } from '../../../src/core/model/fleet-file/fleet-document.js';
import { type Run, type RunOptions, type Workplace } from '../../support/cli.js';

/** A fleet with something of nearly every kind. */
export const FULL: FleetSpec = {
  name: 'sales',
  displayName: 'Sales',
  tags: { owner: 'ops', stage: 'trial' },
  identityProvider: { type: 'SAML' },
  auditStreamArn: 'arn:aws:kinesis:us-east-1:123456789012:stream/AmazonWorkLink-audit',
  authorizationProviders: [{ type: 'SAML', domainName: 'login.example.com' }],
  network: {
    vpcId: 'vpc-0a1b2c3d4e5f60718',
    subnetIds: ['subnet-0a1b2c3d4e5f60a01', 'subnet-0a1b2c3d4e5f60b01'],
    securityGroupIds: ['sg-0a1b2c3d4e5f60002'],
  },
  domains: [
    { name: 'wiki.example.com', displayName: 'Wiki' },
    { name: 'old.example.com', revoked: true },
  ],
  invitation: { subject: 'Come in', text: 'Code {{companyCode}}', html: '<p>{{companyCode}}</p>' },
};

let root: Promise<{ readonly certificatePem: string }> | undefined;

/** The certificate of an authority, valid at the time of a workplace. */
export async function rootPem(): Promise<string> {
  root ??= createAuthority({ name: 'Example Root', now: new Date(Date.UTC(2025, 11, 31)) });
  return (await root).certificatePem;
}

/** Writes fleets into a file. @returns its name */
export async function fleetFile(
  place: Workplace,
  fleets: readonly FleetSpec[],
  name = 'fleet.json',
): Promise<string> {
  const path = join(place.folder, name);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, JSON.stringify({ version: 1, fleets }));
  return name;
}

/** What a row of `apply` says. */
export interface Row {
  readonly fleetName: string;
  readonly action: string;
  readonly kind: string;
  readonly subject: string;
  readonly result: string;
  readonly error?: { readonly code: string; readonly message: string };
}

/** Applies a file. @returns the exit code, and the rows */
export async function apply(
  place: Workplace,
  file: string,
  flags: readonly string[] = [],
  options: RunOptions = {},
): Promise<Run & { readonly rows: readonly Row[] }> {
  const run = await place.run(['apply', file, '--yes', '--json', ...flags], options);
  const rows: unknown = run.stdout === '' ? [] : JSON.parse(run.stdout);
  return { ...run, rows: Array.isArray(rows) ? (rows as Row[]) : [] };
}

/** The operations that changed anything, oldest first, as the trail has them. */
export async function changesInTrail(place: Workplace): Promise<readonly string[]> {
  const events = (await place.json(['trail', 'events'])) as {
    readonly eventName: string;
    readonly readOnly: boolean;
  }[];
  return events
    .filter(({ readOnly }) => !readOnly)
    .map(({ eventName }) => eventName)
    .reverse();
}

/** The names of all fleets. */
export async function fleetNames(place: Workplace): Promise<readonly string[]> {
  const fleets = (await place.json(['fleet', 'list'])) as { fleetName: string }[];
  return fleets.map(({ fleetName }) => fleetName).sort();
}
