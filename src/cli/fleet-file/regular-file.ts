import { constants, open } from 'node:fs/promises';
import { type FileContent } from '../../core/admin/fleet-file/files.js';
import { quote } from '../../core/text.js';
import { systemCode } from '../invites/folder.js';

const PART_BYTES = 65_536;

/**
 * Reads a regular file, whoever named it: never a device or a pipe, which may not end, and never more than is wanted.
 *
 * @param path absolute, or from the working directory of the process
 * @param shown how a message names it
 */
export async function readRegularFile(path: string, shown: string, maxBytes: number): Promise<FileContent> {
  const what = `The file ${quote(shown)}`;
  try {
    // A pipe without a writer would otherwise be waited for.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const status = await handle.stat();
      if (status.isDirectory()) return { fault: `${what} is a folder.` };
      if (!status.isFile()) return { fault: `${what} is no regular file.` };
      // What the size says is not relied upon: some systems have files of no size that hold something.
      const parts: Uint8Array[] = [];
      let size = 0;
      for (;;) {
        const part = Buffer.alloc(PART_BYTES);
        const { bytesRead } = await handle.read(part, 0, part.length, null);
        if (bytesRead === 0) return { bytes: Buffer.concat(parts) };
        parts.push(part.subarray(0, bytesRead));
        size += bytesRead;
        if (size > maxBytes) return { fault: `${what} is larger than ${String(maxBytes)} bytes.` };
      }
    } finally {
      await handle.close();
    }
  } catch (error) {
    return { fault: `${what} ${reasonOf(error)}.` };
  }
}

function reasonOf(error: unknown): string {
  switch (systemCode(error)) {
    case 'ENOENT':
    case 'ENOTDIR':
      return 'does not exist';
    case 'EACCES':
    case 'EPERM':
      return 'may not be read';
    case 'ELOOP':
      return 'is a link to itself';
    case 'ENXIO':
      return 'is no regular file';
    default:
      return 'cannot be read';
  }
}
