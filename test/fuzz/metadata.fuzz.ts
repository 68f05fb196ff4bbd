import assert from 'node:assert/strict';
import { readIdentityProviderMetadata } from '../../src/core/saml/metadata.js';
import { fixture, NOW } from '../saml/support.js';
import { assertSound } from '../saml/sound.js';
import { mutated } from './mutate.js';
import { type FuzzTarget } from './target.js';

const VENDORS = [
  'okta',
  'entra',
  'adfs',
  'keycloak',
  'keycloak-legacy',
  'shibboleth',
  'pysaml2',
  'workspace-one',
];

/** Identity provider metadata: judged, never thrown at, and alike as bytes and as the text they spell. */
export const metadata: FuzzTarget<Buffer> = {
  name: 'metadata',
  inputs: mutated(
    VENDORS.map((vendor) => fixture(`${vendor}-idp-metadata.xml`)),
    6,
  ),
  check: (bytes) => {
    const reading = readIdentityProviderMetadata(bytes, { now: NOW });
    assertSound(reading);
    const asText = readIdentityProviderMetadata(bytes.toString('utf8'), { now: NOW });
    assertSound(asText);
    if (reading.verdict === 'accepted' && asText.verdict === 'accepted')
      assert.deepEqual(asText.identityProvider, reading.identityProvider);
  },
};
