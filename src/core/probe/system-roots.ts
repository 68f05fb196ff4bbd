import { open } from 'node:fs/promises';
import * as tls from 'node:tls';
import { readCertificates } from '../certificates/certificate.js';
import { WorklinkError } from '../errors.js';
import { type SystemRoots } from '../ports/site-probe.js';

/** Where operating systems keep their bundle; the first that is there is the one. */
const BUNDLES: readonly string[] = [
  '/etc/ssl/certs/ca-certificates.crt', // Debian, Ubuntu, Arch, Alpine
  '/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem', // Fedora, RHEL
  '/etc/pki/tls/certs/ca-bundle.crt', // older RHEL
  '/etc/ssl/ca-bundle.pem', // openSUSE
  '/etc/ssl/cert.pem', // macOS, the BSDs
];
/** The most that is read of a bundle; Mozilla's is a quarter of it. */
const MAX_BYTES = 1024 * 1024;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The certificate authorities this machine trusts: those Node comes with (Mozilla's), the operating system's bundle or
 * `SSL_CERT_FILE` in its place, and `NODE_EXTRA_CA_CERTS`. See docs/decisions/domain-check.md.
 *
 * @param bundles where an operating system's bundle may be
 */
export async function readSystemRoots(
  env: Environment,
  bundles: readonly string[] = BUNDLES,
): Promise<SystemRoots> {
  const { SSL_CERT_FILE: named = '', NODE_EXTRA_CA_CERTS: extra = '' } = env;
  const troubles: string[] = [];
  const files: Uint8Array[] = [];
  const take = async (path: string, isNamed: boolean): Promise<boolean> => {
    try {
      files.push(...(await certificatesOf(path)));
      return true;
    } catch (error) {
      if (isNamed || !isMissing(error))
        troubles.push(`The certificate authorities in ${path} were left out: ${reasonOf(error)}`);
      return false;
    }
  };
  if (named !== '') await take(named, true);
  else for (const path of bundles) if (await take(path, false)) break;
  if (extra !== '') await take(extra, true);
  const own = tls.rootCertificates.map((pem) => pemBytes(pem));
  const distinct = new Map([...own, ...files].map((der) => [Buffer.from(der).toString('base64'), der]));
  return { certificates: [...distinct.values()], troubles };
}

async function certificatesOf(path: string): Promise<readonly Uint8Array[]> {
  const handle = await open(path, 'r');
  try {
    const buffer = Buffer.alloc(MAX_BYTES + 1);
    let size = 0;
    for (;;) {
      const { bytesRead } = await handle.read(buffer, size, buffer.length - size);
      if (bytesRead === 0 || (size += bytesRead) > MAX_BYTES) break;
    }
    return readCertificates(buffer.subarray(0, size)).map(({ der }) => der);
  } finally {
    await handle.close();
  }
}

/** Node's own are one block of base64 each. */
function pemBytes(pem: string): Uint8Array {
  return Buffer.from(pem.replace(/-----[A-Z ]+-----/g, ''), 'base64');
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

function reasonOf(error: unknown): string {
  if (isMissing(error)) return 'there is no such file.';
  return error instanceof WorklinkError || error instanceof Error ? error.message : 'it cannot be read.';
}
