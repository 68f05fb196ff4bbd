import { readCertificates } from '../../certificates/certificate.js';
import { type CmsSigner } from '../../certificates/cms-signature.js';
import { kindOfDer } from '../../certificates/kinds.js';
import { readPkcs12 } from '../../certificates/pkcs12/pkcs12.js';
import { matchesPrivateKey, readPrivateKey } from '../../certificates/private-key.js';
import { ownError } from '../../errors.js';

/** Whether a file is PKCS#12 as far as its beginning tells: DER or BER, and no certificate. */
export function isPkcs12File(bytes: Uint8Array): boolean {
  return bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80 && kindOfDer(bytes) !== 'certificate';
}

/**
 * Who signs profiles: the identity of a PKCS#12 file, or a certificate with its chain and, in a file of its own, its key.
 *
 * @param password of the PKCS#12 file or of the key
 * @throws WorklinkError `InvalidInput` where they are no such things or do not belong together
 */
export function profileSigner(
  file: Uint8Array,
  keyFile: Uint8Array | undefined,
  password: string | undefined,
): CmsSigner {
  if (keyFile === undefined) {
    const [identity, ...others] = readPkcs12(file, password).identities;
    if (identity === undefined || others.length > 0) {
      const count = identity === undefined ? 'no' : String(others.length + 1);
      throw ownError(
        'InvalidInput',
        `The signer's PKCS#12 file holds ${count} identities, where one is needed.`,
      );
    }
    return identity;
  }
  const [certificate, ...chain] = readCertificates(file);
  if (certificate === undefined) throw ownError('InvalidInput', 'The signer has no certificate.');
  const { matches, findings } = matchesPrivateKey(certificate, keyFile, password);
  const { key } = readPrivateKey(keyFile, password);
  if (!matches || key === undefined) {
    const [fault] = findings;
    throw ownError('InvalidInput', `The signer's key cannot be used: ${fault?.message ?? ''}`, {
      ...(fault === undefined ? {} : { hint: fault.fix }),
    });
  }
  return { certificate, chain, privateKey: key };
}
