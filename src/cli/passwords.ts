import { isEncryptedKey } from '../core/admin/certificates/certificates-import.js';
import { type OpenedP12 } from '../core/admin/devices/device-profiles.js';
import { isPkcs12File, profileSigner } from '../core/admin/devices/profile-signer.js';
import { readPkcs12 } from '../core/certificates/pkcs12/pkcs12.js';
import { type CmsSigner } from '../core/certificates/cms-signature.js';
import { ownError, WorklinkError } from '../core/errors.js';
import { quote } from '../core/text.js';
import { type Asker } from './ask.js';
import { type Host } from './host.js';
import { readNamedFile, readValue } from './values.js';

/** Longer than any password, in bytes. */
const MAX_PASSWORD_BYTES = 4096;

interface Around {
  readonly host: Host;
  readonly asker: Asker;
}

/** The password in a file, or on standard input for `-`; nothing where no file is named. */
export async function readPassword(
  file: string | undefined,
  flag: string,
  host: Host,
): Promise<string | undefined> {
  if (file === undefined) return undefined;
  const source = file === '-' ? '-' : `@${file.replace(/^@/, '')}`;
  return readValue(source, host, { flag, maxBytes: MAX_PASSWORD_BYTES });
}

/** @throws WorklinkError `Usage` where more than one of these is standard input */
export function onlyOneStdin(...paths: readonly (string | undefined)[]): void {
  if (paths.filter((path) => path === '-').length < 2) return;
  throw ownError('Usage', 'Standard input can be read only once.', { hint: 'Give files for the others.' });
}

/** Whether a file could not be opened for want of a password. */
function wantsPassword(error: unknown): boolean {
  return error instanceof WorklinkError && error.details?.['fault'] === 'password-needed';
}

/** Puts the name of the file before what is wrong with it. */
function within(path: string, error: unknown): unknown {
  if (!(error instanceof WorklinkError) || error.code !== 'InvalidInput') return error;
  return ownError('InvalidInput', `${quote(path)}: ${error.message}`, {
    cause: error,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.details === undefined ? {} : { details: error.details }),
  });
}

/**
 * Opens a PKCS#12 file: with the password of a file, else without one, else with one that is asked for.
 *
 * @throws WorklinkError `InvalidInput` naming the file; `AnswerRequired` where its password is missing
 */
export async function openP12(
  path: string,
  passwordFile: string | undefined,
  { host, asker }: Around,
): Promise<OpenedP12> {
  const bytes = await readNamedFile(path, host, { flag: '--p12' });
  const flag = '--p12-password-file';
  const open = (password: string | undefined): OpenedP12 => ({
    bytes,
    password,
    contents: readPkcs12(bytes, password),
  });
  try {
    return open(await readPassword(passwordFile, flag, host));
  } catch (error) {
    if (!wantsPassword(error)) throw within(path, error);
  }
  const password = await asker.secret({ message: `Password of ${path}`, flag });
  try {
    return open(password);
  } catch (error) {
    throw within(path, error);
  }
}

/** Where the signer of profiles is: a PKCS#12 file, or a certificate and its key. */
export interface SignerPaths {
  readonly certificate: string;
  readonly privateKey?: string | undefined;
  readonly password?: string | undefined;
}

/** Reads who signs profiles, asking for a password where one is needed. */
export async function readSigner(paths: SignerPaths, { host, asker }: Around): Promise<CmsSigner> {
  const file = await readNamedFile(paths.certificate, host, { flag: '--sign-with' });
  const keyPath = paths.privateKey;
  if (keyPath === undefined && !isPkcs12File(file)) {
    throw ownError('Usage', 'The signer’s certificate has no key beside it.', {
      hint: 'Give --sign-key too, or a PKCS#12 file with both.',
    });
  }
  const key = keyPath === undefined ? undefined : await readNamedFile(keyPath, host, { flag: '--sign-key' });
  const flag = '--sign-password-file';
  const ask = (): Promise<string> => asker.secret({ message: 'Password of the signer’s key', flag });
  const given = await readPassword(paths.password, flag, host);
  if (key !== undefined) {
    const password = given ?? (isEncryptedKey(key) ? await ask() : undefined);
    return profileSigner(file, key, password);
  }
  try {
    return profileSigner(file, undefined, given);
  } catch (error) {
    if (!wantsPassword(error)) throw within(paths.certificate, error);
  }
  return profileSigner(file, undefined, await ask());
}
