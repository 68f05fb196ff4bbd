import { realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { parseDocument } from 'yaml';
import { parseSettings, readSettingsText } from '../config-file.js';
import { type Host } from '../host.js';
import { writeIntoFolder } from '../output-file.js';

/** A change of a settings file: a value, or none any more. */
export interface SettingChange {
  readonly name: string;
  readonly value: string | number | boolean | undefined;
}

/**
 * A settings file's text with one setting changed; all else stays, comments too.
 *
 * @param path what messages call the file
 * @param text as it is now
 * @throws WorklinkError `Usage` where it is no settings file, before or after
 */
export async function changedText(
  path: string,
  text: string,
  { name, value }: SettingChange,
): Promise<string> {
  await parseSettings(path, text);
  const document = parseDocument(text, { schema: 'core' });
  if (value === undefined) document.delete(name);
  else document.set(name, value);
  const changed = document.toString({ lineWidth: 0 });
  await parseSettings(path, changed);
  return changed;
}

/**
 * Changes one setting of a file, at once or not at all. A link is followed; the permissions of what is there stay.
 *
 * @param file absolute; made where it is not there, its folder too
 * @param mode the permissions of a new file
 * @throws WorklinkError as {@link changedText}, and as `writeIntoFolder`
 */
export async function changeSettingsFile(
  file: string,
  change: SettingChange,
  mode: number,
  host: Host,
): Promise<void> {
  const text = await changedText(file, readSettingsText(file) ?? '', change);
  const { path, permissions } = await target(file);
  await writeIntoFolder(
    { folder: dirname(path), name: basename(path), mode: permissions ?? mode },
    text,
    true,
    host,
  );
}

async function target(file: string): Promise<{ path: string; permissions?: number }> {
  try {
    const path = await realpath(file);
    return { path, permissions: (await stat(path)).mode & 0o777 };
  } catch {
    return { path: file };
  }
}
