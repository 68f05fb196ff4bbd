import { ownError } from '../errors.js';
import { quote } from '../text.js';
import { readCertificate } from './certificate.js';
import {
  type CertificateAuthority,
  type IssuedCertificate,
  MAX_COMMON_NAME_LENGTH,
  newKeyPair,
  signCertificate,
  validityFrom,
} from './issue.js';
import { matchesPrivateKey, readPrivateKey } from './private-key.js';

interface DeviceOrder {
  readonly authority: CertificateAuthority;
  /** A user name or an e-mail address, 1 to 64 characters: the common name. */
  readonly user: string;
  /** The beginning of its validity. */
  readonly now: Date;
  /** 1 to 36,500; cut to what the authority has left. */
  readonly days: number;
}

/** A mailbox in ASCII, as an rfc822Name has it: RFC 5280 §4.2.1.6. */
const EMAIL = /^[a-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63}){1,8}$/i;

/** @throws WorklinkError `InvalidInput` for a user whom no certificate can be issued to */
export function checkDeviceUser(user: string): void {
  const { length } = user;
  if (
    length < 1 ||
    length > MAX_COMMON_NAME_LENGTH ||
    /[\p{C}\p{Zl}\p{Zp}]/u.test(user) ||
    user.trim() !== user
  ) {
    throw ownError('InvalidInput', `${quote(user)} cannot be the user of a certificate.`, {
      hint: `Give a name or an e-mail address of 1 to ${String(MAX_COMMON_NAME_LENGTH)} printable characters.`,
    });
  }
}

/**
 * Checks what a device certificate is to be, without issuing it.
 *
 * @throws WorklinkError as {@link issueDeviceCertificate} says
 */
export function checkDeviceOrder({
  authority,
  user,
  now,
  days,
}: DeviceOrder): ReturnType<typeof validityFrom> {
  checkDeviceUser(user);
  return validityFrom(authority, now, days);
}

/**
 * Issues a certificate that a user's device presents (guide: Configure Device Policies): for client authentication, with a
 * new RSA 2048 key, which every device takes; an e-mail address is an alternative name too.
 *
 * @throws WorklinkError `InvalidInput` on a user or a number of days that cannot be; `WrongState` when the authority is not
 *   valid at `now`
 */
export async function issueDeviceCertificate(order: DeviceOrder): Promise<IssuedCertificate> {
  const { authority, user } = order;
  const { authorityFacts, notBefore, notAfter } = checkDeviceOrder(order);
  const keys = await newKeyPair();
  const certificatePem = await signCertificate({
    commonName: user,
    notBefore,
    notAfter,
    publicKeyPem: keys.publicKey,
    extensions: [
      { name: 'basicConstraints', critical: true, cA: false },
      { name: 'keyUsage', critical: true, digitalSignature: true, keyEncipherment: true },
      { name: 'extKeyUsage', clientAuth: true },
      ...(EMAIL.test(user) ? [{ name: 'subjectAltName', altNames: [{ type: 1, value: user }] }] : []),
    ],
    authority,
    signingKeyPem: authority.privateKeyPem,
  });
  return { certificatePem, chainPem: authorityFacts.pem, privateKeyPem: keys.privateKey };
}

/**
 * Reads an authority to issue from: its certificate and its private key.
 *
 * @throws WorklinkError `InvalidInput` for what is no authority, has another key, or a key that is not RSA
 */
export function readDeviceAuthority(
  certificateFile: Uint8Array,
  keyFile: Uint8Array,
  passphrase: string | undefined,
): CertificateAuthority {
  const facts = readCertificate(certificateFile);
  if (!facts.isCa || facts.keyUsage?.includes('keyCertSign') === false) {
    throw ownError('InvalidInput', `${facts.subject} is not the certificate of an authority.`, {
      hint: 'Give the certificate of an authority, or leave it out to have one made.',
    });
  }
  const { matches, findings } = matchesPrivateKey(facts, keyFile, passphrase);
  const { key } = readPrivateKey(keyFile, passphrase);
  if (!matches || key === undefined) {
    const [fault] = findings;
    throw ownError(
      'InvalidInput',
      `The authority's key cannot be used: ${fault?.message ?? 'it is not its own.'}`,
      {
        hint: fault?.fix ?? 'Give the key of the certificate.',
      },
    );
  }
  if (!/^RSA-\d+$/.test(facts.keyType)) {
    throw ownError(
      'InvalidInput',
      `The authority's key is ${facts.keyType}; certificates are issued with RSA.`,
      {
        hint: 'Give an authority with an RSA key, or leave it out to have one made.',
      },
    );
  }
  const privateKeyPem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { certificatePem: facts.pem, privateKeyPem };
}
