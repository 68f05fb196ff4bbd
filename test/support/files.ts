import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Workplace } from './cli.js';

/** Puts a file into a workplace, with the folders it is in. @returns its path */
export async function file(
  { folder }: Pick<Workplace, 'folder'>,
  path: string,
  content: string | Uint8Array,
): Promise<string> {
  const full = join(folder, path);
  await mkdir(dirname(full), { recursive: true });
  await writeFile(full, content);
  return full;
}
