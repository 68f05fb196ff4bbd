import { createPrivateKey, randomInt } from 'node:crypto';
import { type CertificateFacts, readCertificate } from '../../certificates/certificate.js';
import { type CertificateAuthority, createAuthority } from '../../certificates/issue.js';
import {
  checkDeviceOrder,
  checkDeviceUser,
  issueDeviceCertificate,
  readDeviceAuthority,
} from '../../certificates/issue-device.js';
import { writePkcs12 } from '../../certificates/pkcs12/pkcs12-writer.js';

export { checkDeviceOrder, checkDeviceUser, createAuthority, readDeviceAuthority };
export type { CertificateAuthority };

/** Letters and digits that nobody takes for others: no 0 O 1 l I. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
/** Four groups of five: 116 bits. */
const GROUPS = 4;
const GROUP_LENGTH = 5;

/** A password nobody guesses, and a person can type. */
export function newPassword(): string {
  const letter = (): string => ALPHABET.charAt(randomInt(ALPHABET.length));
  const group = (): string => Array.from({ length: GROUP_LENGTH }, letter).join('');
  return Array.from({ length: GROUPS }, group).join('-');
}

interface DeviceP12Order {
  readonly authority: CertificateAuthority;
  readonly user: string;
  readonly password: string;
  readonly days: number;
  readonly now: Date;
}

/**
 * Issues a device certificate, as a PKCS#12 file that every importer takes: the certificate, its key and the authority.
 *
 * @throws as `issueDeviceCertificate`; `InvalidInput` without a password
 */
export async function issueDeviceP12(
  order: DeviceP12Order,
): Promise<{ readonly p12: Uint8Array; readonly certificate: CertificateFacts }> {
  const { authority, user, password, days, now } = order;
  const issued = await issueDeviceCertificate({ authority, user, days, now });
  const certificate = readCertificate(issued.certificatePem);
  const p12 = writePkcs12({
    certificate,
    chain: [readCertificate(issued.chainPem)],
    privateKey: createPrivateKey(issued.privateKeyPem),
    password,
    friendlyName: user,
    scheme: '3des',
  });
  return { p12, certificate };
}
