import { type SigningCertificate } from '../metadata/certificate.js';
import { type ResponseVerification } from './expectation.js';
import { verifyResponse } from './verify-response.js';

/** A verification that knows the certificates by more than their PEM, and remembers nothing. */
export type KnownVerification = Omit<ResponseVerification, 'expected' | 'isReplay'> & {
  readonly expected: Omit<ResponseVerification['expected'], 'idp'> & {
    readonly idp: { readonly entityId: string; readonly signingCertificates: readonly SigningCertificate[] };
  };
};

/**
 * Which of the metadata's certificates an accepted response was signed with: the first that it is accepted by alone.
 *
 * @returns its SHA-256, 64 lower-case hexadecimal digits
 */
export async function signingCertificateOf(verification: KnownVerification): Promise<string | undefined> {
  const { expected } = verification;
  for (const certificate of expected.idp.signingCertificates) {
    const idp = { entityId: expected.idp.entityId, signingCertificates: [certificate] };
    const { verdict } = await verifyResponse({ ...verification, expected: { ...expected, idp } });
    if (verdict === 'accepted') return certificate.sha256;
  }
  return undefined;
}
