import { type CertificateFacts, readCertificates } from '../../certificates/certificate.js';
import { invalidRequest } from '../../contract/errors.js';
import { WorklinkError } from '../../errors.js';

/**
 * Reads what a client uploaded as certificates.
 *
 * @param member the member it came in
 * @param pem PEM that the contract has admitted
 * @throws ServiceError InvalidRequestException where a block is no X.509 certificate
 */
export function requireCertificates(member: string, pem: string): readonly CertificateFacts[] {
  try {
    return readCertificates(Buffer.from(pem));
  } catch (error) {
    if (!(error instanceof WorklinkError)) throw error;
    throw invalidRequest(`${member} cannot be read: ${error.message}`);
  }
}
