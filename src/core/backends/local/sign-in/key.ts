import { type Clock } from '../../../ports/clock.js';
import { ownError } from '../../../errors.js';
import { type ServiceProviderKeyRow } from '../store/sign-ins.js';
import { type Store } from '../store/store.js';

const KEY_NAME = 'worklink emulator service provider';

/**
 * The key pair by which the account's fleets are SAML service providers, made where there is none. It is made by the machine's
 * clock, so that no travel in time has it expire.
 */
export async function serviceProviderKey(
  { db, signIns }: Pick<Store, 'db' | 'signIns'>,
  machine: Clock,
): Promise<ServiceProviderKeyRow> {
  const found = signIns.key();
  if (found !== undefined) return found;
  const { createSamlKeyPair } = await import('../../../certificates/issue.js');
  const { certificatePem, privateKeyPem } = await createSamlKeyPair({ name: KEY_NAME, now: machine.now() });
  return db.transaction(() => {
    signIns.keepKey({ certificate: certificatePem, private_key: privateKeyPem });
    const kept = signIns.key(); // another process may have been first
    if (kept === undefined)
      throw ownError('Internal', 'The state file has lost its key as a service provider.');
    return kept;
  });
}
