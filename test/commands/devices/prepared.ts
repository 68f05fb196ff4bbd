import { resolve } from 'node:path';
import { Workplace } from '../../support/cli.js';

const METADATA = resolve(import.meta.dirname, '../../fixtures/saml/okta-idp-metadata.xml');

/** A fleet `sales` that users can sign in to. */
export function withSales(body: (place: Workplace) => Promise<void>): Promise<void> {
  return Workplace.with(async (place) => {
    await place.succeed(['fleet', 'create', 'sales', '--wait']);
    await place.succeed(['idp', 'link', '-f', 'sales', '--metadata', METADATA]);
    await body(place);
  });
}

/** Signs a user in on a device. */
export async function signIn(
  place: Workplace,
  username: string,
  deviceId: string,
  ...words: readonly string[]
): Promise<void> {
  const code = await place.succeed(['fleet', 'show', 'sales', '--query', 'companyCode', '-o', 'text']);
  const known = ['--device-id', deviceId, ...words];
  await place.succeed(['emulator', 'device', 'sign-in', code.trim(), username, ...known]);
}
