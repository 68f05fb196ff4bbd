import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type CertificateFiles, isEncryptedKey } from '../core/admin/certificates/certificates-import.js';
import { quote } from '../core/text.js';
import { type Asker } from './ask.js';
import { type Host } from './host.js';
import { type Talk } from './terminal.js';
import { assertReadOnce, readNamedFile, readValue } from './values.js';

/** Where the files of a certificate are: paths, or `-` for standard input. */
export interface CertificatePaths {
  readonly certificate: string;
  readonly privateKey: string;
  readonly chain?: string | undefined;
  readonly passphrase?: string | undefined;
}

interface Around {
  readonly host: Host;
  readonly asker: Asker;
  readonly talk: Talk;
}

/** Permissions of anybody but the owner. */
const OTHERS = 0o077;
/** Longer than any passphrase, in bytes. */
const MAX_PASSPHRASE_BYTES = 4096;

/**
 * Reads the files of a certificate, and asks for the passphrase of an encrypted key that has none given.
 *
 * @throws WorklinkError `Usage` where two are to come from standard input; `AnswerRequired` where the passphrase is missing
 */
export async function readCertificateFiles(
  paths: CertificatePaths,
  { host, asker, talk }: Around,
): Promise<CertificateFiles> {
  assertReadOnce([paths.certificate, paths.privateKey, paths.chain, paths.passphrase]);
  const certificate = await readNamedFile(paths.certificate, host, { flag: '--certificate' });
  const privateKey = await readNamedFile(paths.privateKey, host, { flag: '--private-key' });
  if (await isOpenToOthers(paths.privateKey, host))
    await talk.say(
      `Others on this machine may read the private key in ${quote(paths.privateKey)}: chmod 600 it.`,
    );
  const chain =
    paths.chain === undefined ? undefined : await readNamedFile(paths.chain, host, { flag: '--chain' });
  const passphrase = await passphraseFor(privateKey, paths.passphrase, host, asker);
  return { certificate, privateKey, chain, passphrase };
}

async function passphraseFor(
  privateKey: Uint8Array,
  file: string | undefined,
  host: Host,
  asker: Asker,
): Promise<string | undefined> {
  const flag = '--passphrase-file';
  if (file !== undefined) {
    const source = file === '-' ? '-' : `@${file.replace(/^@/, '')}`;
    return readValue(source, host, { flag, maxBytes: MAX_PASSPHRASE_BYTES });
  }
  if (!isEncryptedKey(privateKey)) return undefined;
  return asker.secret({ message: 'The private key is encrypted. Its passphrase', flag });
}

async function isOpenToOthers(path: string, { cwd }: Host): Promise<boolean> {
  // Windows keeps no such permissions.
  if (path === '-' || process.platform === 'win32') return false;
  const { mode } = await stat(resolve(cwd, path.replace(/^@/, '')));
  return (mode & OTHERS) !== 0;
}
