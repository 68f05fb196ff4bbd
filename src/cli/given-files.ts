import { type GivenFile } from '../core/admin/certificates/given-certificates.js';
import { ownError } from '../core/errors.js';
import { type Host } from './host.js';
import { readNamedFile } from './values.js';

/** More files than anybody has; the shell may have made them of a pattern. */
const MAX_FILES = 200;

/**
 * Reads the files that arguments or a repeated flag name; `-` is standard input.
 *
 * @param flag what they were given as, for messages
 * @throws WorklinkError `Usage` for too many, and for standard input twice; as `readNamedFile` says
 */
export async function readGivenFiles(
  paths: readonly string[],
  flag: string,
  host: Host,
): Promise<readonly GivenFile[]> {
  if (paths.length > MAX_FILES) {
    throw ownError('Usage', `${flag}: ${String(paths.length)} files are more than ${String(MAX_FILES)}.`, {
      hint: 'Give fewer, or one file that holds several certificates.',
    });
  }
  if (paths.filter((path) => path === '-').length > 1) {
    throw ownError('Usage', 'Standard input can be read only once.', { hint: 'Give files for the others.' });
  }
  const files: GivenFile[] = [];
  for (const path of paths) files.push({ name: path, bytes: await readNamedFile(path, host, { flag }) });
  return files;
}
