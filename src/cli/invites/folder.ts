import { createHash } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { join } from 'node:path';
import { ownError } from '../../core/errors.js';
import { quote } from '../../core/text.js';

const FOLDER = 'invites';
const PRIVATE_FOLDER = 0o700;

/** Where what concerns the invitations of a fleet is kept. The name is for people, the mark tells accounts apart. */
export function inviteFolder(
  dataDirectory: string,
  fleet: { readonly fleetArn: string; readonly fleetName: string },
): string {
  const mark = createHash('sha256').update(fleet.fleetArn).digest('hex').slice(0, 12);
  return join(dataDirectory, FOLDER, `${fleet.fleetName.replace(/[^a-z0-9-]/gi, '-').slice(0, 48)}-${mark}`);
}

/** Makes a folder for its owner alone. @throws WorklinkError `InvalidInput` */
export async function makeInviteFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: PRIVATE_FOLDER });
  } catch (cause) {
    throw ownError('InvalidInput', `The folder ${quote(folder)} cannot be made.`, { cause });
  }
}

/** Has the names in a folder outlive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  // Windows opens no folders; its file system keeps names by itself.
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What the system calls an error: `ENOENT`. */
export function systemCode(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}
