import * as Flags from '@oclif/core/flags';
import { durationFlag, fleetFlag } from './common-flags.js';
import { momentFlag } from './moment-flag.js';

/** Flags of a sign-in that is tried in a browser. */
export const trialFlags = {
  browser: Flags.string({
    summary: 'Program that opens the address, in place of the usual browser.',
    helpValue: 'PROGRAM',
    exclusive: ['response', 'no-browser'],
  }),
  'no-browser': Flags.boolean({
    summary: 'Open no browser: the address is written only.',
    exclusive: ['response'],
  }),
  timeout: durationFlag({
    summary: 'How long to wait for the sign-in at most.',
    default: 300_000,
    defaultHelp: () => Promise.resolve('5m'),
  }),
};

/** Flags that say by which parties a captured response is judged: a fleet's, or given ones. */
export const partiesFlags = {
  ...fleetFlag,
  metadata: Flags.string({
    summary: "The identity provider's SAML 2.0 metadata, where no fleet is meant.",
    helpValue: 'FILE|-',
    dependsOn: ['entity-id', 'acs', 'response'],
    exclusive: ['fleet'],
  }),
  'entity-id': Flags.string({
    summary: "The service provider's entity ID.",
    helpValue: 'ID',
    dependsOn: ['metadata'],
  }),
  acs: Flags.string({
    summary: "The service provider's ACS URL.",
    helpValue: 'URL',
    dependsOn: ['metadata'],
  }),
};

/** Flags of the judging of a captured response. */
export const judgingFlags = {
  response: Flags.string({ summary: 'A captured response, to be judged.', helpValue: 'FILE|-' }),
  'request-id': Flags.string({
    summary: 'The ID of the request it must answer.',
    helpValue: 'ID',
    dependsOn: ['response'],
  }),
  at: momentFlag({ summary: 'Judge as of this time; by default now.', dependsOn: ['response'] }),
  skew: durationFlag({
    summary: 'How far the clocks may be apart.',
    default: 180_000,
    defaultHelp: () => Promise.resolve('3m'),
  }),
  'allow-sha1': Flags.boolean({ summary: 'Take signatures made with SHA-1.' }),
  'allow-rsa15': Flags.boolean({ summary: 'Take keys of encrypted assertions transported by RSA 1.5.' }),
  'decryption-key': Flags.string({
    summary: "The service provider's private key, for encrypted assertions.",
    helpValue: 'FILE',
  }),
};
