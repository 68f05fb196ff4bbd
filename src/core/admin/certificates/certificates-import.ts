import { type CertificateFacts, readCertificates } from '../../certificates/certificate.js';
import { verifyChain } from '../../certificates/chain/chain.js';
import { matchesPrivateKey, readPrivateKey } from '../../certificates/private-key.js';
import { ownError, type WorklinkError } from '../../errors.js';
import { type Finding } from '../../findings.js';
import { type Backend } from '../../ports/backend.js';
import { type CertificateImport } from '../../ports/certificate-manager.js';
import { resolveCertificate, showCertificate, type Certificate } from './certificates.js';

/** The files of a certificate to import, as they are: PEM or DER. */
export interface CertificateFiles {
  /** The certificate; the rest of its chain may follow it. */
  readonly certificate: Uint8Array;
  readonly privateKey: Uint8Array;
  readonly chain?: Uint8Array | undefined;
  /** Decrypts the private key, here and nowhere else. */
  readonly passphrase?: string | undefined;
}

export interface ImportPlan {
  /** What would be sent. It holds the private key, not encrypted: never to be shown. */
  readonly input: CertificateImport;
  readonly subject: string;
  readonly sha256: string;
  readonly notAfter: Date;
  /** How many certificates are above it in its chain. */
  readonly chainLength: number;
}

/** Whether a private key needs a passphrase to be read. */
export function isEncryptedKey(privateKey: Uint8Array): boolean {
  return readPrivateKey(privateKey).findings.some(({ id }) => id === 'private-key-encrypted');
}

/**
 * What importing a certificate would send: PEM whatever the files were, the chain in its order, the key decrypted.
 *
 * @param now judges validity
 * @param replace ARN or domain name of an imported certificate to replace
 * @throws WorklinkError `InvalidInput` where the certificate is not valid now, the key is not its own, or the chain does
 *   not lead up from it; `WrongState` where the one to replace was not imported; `NotFound`
 */
export async function planCertificateImport(
  backend: Backend,
  files: CertificateFiles,
  now: Date,
  replace?: string,
): Promise<ImportPlan> {
  const [leaf, ...following] = within('--certificate', () => readCertificates(files.certificate));
  if (leaf === undefined) throw ownError('InvalidInput', '--certificate holds no certificate.');
  const chainGiven = files.chain;
  if (chainGiven !== undefined && following.length > 0) {
    throw ownError(
      'InvalidInput',
      `--certificate holds ${String(following.length + 1)} certificates, and there is a --chain too.`,
      {
        hint: 'Leave --chain out where the file of the certificate holds the whole chain.',
      },
    );
  }
  requireValidNow(leaf, now);
  const privateKey = decryptedKey(leaf, files);
  const intermediates =
    chainGiven === undefined ? following : within('--chain', () => readCertificates(chainGiven));
  const chain = intermediates.length === 0 ? [] : orderedChain(leaf, intermediates, now);
  const input: CertificateImport = {
    certificate: leaf.pem,
    privateKey,
    ...(chain.length === 0 ? {} : { chain: chain.map(({ pem }) => pem).join('') }),
    ...(replace === undefined ? {} : { replace: await replaceable(backend, replace) }),
  };
  const { subject, sha256, notAfter } = leaf;
  return { input, subject, sha256, notAfter, chainLength: chain.length };
}

/** What of an import can be shown: all but the private key. */
export function shownImport({ input }: ImportPlan): Readonly<Record<string, unknown>> {
  const { certificate, chain, replace } = input;
  return {
    certificate,
    ...(chain === undefined ? {} : { chain }),
    ...(replace === undefined ? {} : { certificateArn: replace }),
  };
}

/** Imports a certificate as {@link planCertificateImport} has it. @returns it, ISSUED */
export async function importCertificate(backend: Backend, { input }: ImportPlan): Promise<Certificate> {
  return showCertificate(backend, await backend.certificates.import(input));
}

function requireValidNow({ notBefore, notAfter }: CertificateFacts, now: Date): void {
  const fault =
    now < notBefore
      ? `is valid from ${notBefore.toISOString()} on only`
      : now > notAfter
        ? `expired on ${notAfter.toISOString()}`
        : undefined;
  if (fault === undefined) return;
  throw ownError('InvalidInput', `The certificate ${fault}.`, { hint: 'Import one that is valid now.' });
}

/** The certificate's private key as PKCS#8, not encrypted. */
function decryptedKey(leaf: CertificateFacts, { privateKey, passphrase }: CertificateFiles): string {
  const match = matchesPrivateKey(leaf, privateKey, passphrase);
  if (!match.matches) throw judged('The private key cannot be used with the certificate', match.findings);
  const { key, findings } = readPrivateKey(privateKey, passphrase);
  if (key === undefined) throw judged('The private key cannot be read', findings);
  return key.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** A chain from the certificate's issuer up, as ACM wants it (ACM User Guide, Certificate and key format for importing). */
function orderedChain(
  leaf: CertificateFacts,
  intermediates: readonly CertificateFacts[],
  at: Date,
): readonly CertificateFacts[] {
  const { verdict, chain, findings } = verifyChain({ leaf, intermediates, anchors: 'topmost', at });
  if (verdict === 'invalid') throw judged('The chain does not verify', findings);
  return chain.filter(({ sha256 }) => sha256 !== leaf.sha256);
}

async function replaceable(backend: Backend, reference: string): Promise<string> {
  const { certificateArn, type } = await showCertificate(
    backend,
    await resolveCertificate(backend, reference),
  );
  if (type !== 'IMPORTED') {
    throw ownError('WrongState', `Certificate '${certificateArn}' was not imported: it cannot be replaced.`, {
      hint: 'Leave --replace out, to import a new certificate.',
    });
  }
  return certificateArn;
}

/** Says of which file an error is. */
function within<T>(flag: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!isUnderstood(error)) throw error;
    throw ownError('InvalidInput', `${flag}: ${error.message}`, {
      cause: error,
      ...(error.hint === undefined ? {} : { hint: error.hint }),
      ...(error.details === undefined ? {} : { details: error.details }),
    });
  }
}

function isUnderstood(error: unknown): error is WorklinkError {
  return error instanceof Error && 'code' in error && error.code === 'InvalidInput';
}

function judged(what: string, findings: readonly Finding[]): WorklinkError {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  return ownError('InvalidInput', `${what}: ${errors.map(({ message }) => message).join(' ')}`, {
    ...(first === undefined ? {} : { hint: first.fix }),
    details: { findings },
  });
}
