import { copyFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Workplace } from '../../support/cli.js';
import { associate, prepare } from '../domain/prepared.js';

const METADATA = resolve(import.meta.dirname, '../../../examples/okta-metadata.xml');

/** Links the identity provider of the examples with the fleet `sales`. */
export async function linkIdentityProvider(place: Workplace): Promise<void> {
  await copyFile(METADATA, join(place.folder, 'idp.xml'));
  await place.succeed(['idp', 'link', '-f', 'sales', '--metadata', 'idp.xml']);
}

/** Links the sample network's private subnets of two zones with the fleet `sales`. */
export async function linkNetwork(place: Workplace): Promise<void> {
  await place.succeed([
    ...['network', 'link', '-f', 'sales', '--vpc', 'vpc-0a1b2c3d4e5f60718'],
    ...['--subnet', 'subnet-0a1b2c3d4e5f60a01', '--subnet', 'subnet-0a1b2c3d4e5f60b01'],
    ...['--security-group', 'sg-0a1b2c3d4e5f60002'],
  ]);
}

/** A fleet `sales` with all that the guide requires, a site and a user. */
export async function makeHealthy(place: Workplace): Promise<void> {
  await prepare(place);
  await linkIdentityProvider(place);
  await associate(place, 'intranet.example.com');
  await linkNetwork(place);
  const { companyCode } = (await place.json(['fleet', 'show', 'sales'])) as { companyCode: string };
  await place.succeed(['emulator', 'device', 'sign-in', companyCode, 'ann@example.com']);
}
