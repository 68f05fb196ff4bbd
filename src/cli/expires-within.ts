import { EXPIRES_SOON_MS } from '../core/certificates/expiry.js';
import { durationFlag } from './common-flags.js';

/** Flag of whatever judges certificates: how near their end they are worth a warning. */
export const expiresWithinFlag = {
  'expires-within': durationFlag({
    summary: 'Warn of certificates that end within this time.',
    default: EXPIRES_SOON_MS,
    defaultHelp: () => Promise.resolve('30d'),
  }),
};
