import { readUsers, type KnownUser } from '../../core/saml/mock-idp/users.js';
import { ownError } from '../../core/errors.js';
import { type Host } from '../host.js';
import { readNamedFile } from '../values.js';

const OWN_COLUMNS = ['email', 'name', 'password'];

/**
 * The users of a mock identity provider from a file: CSV where its name ends so, else YAML or JSON.
 *
 * @throws WorklinkError `InvalidInput`; `NotFound`
 */
export async function readUsersFile(path: string, host: Host): Promise<readonly KnownUser[]> {
  const bytes = await readNamedFile(path, host, { flag: '--users' });
  const text = decode(bytes);
  return readUsers(/\.csv$/i.test(path) ? await csvEntries(text) : await yamlEntries(text));
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw ownError('InvalidInput', '--users: the file is not UTF-8 text.', { cause });
  }
}

async function yamlEntries(text: string): Promise<unknown> {
  const { parse } = await import('../parse-yaml.js');
  try {
    const value: unknown = parse(text, { maxAliasCount: 0 });
    return value;
  } catch (cause) {
    throw unreadable(cause);
  }
}

async function csvEntries(text: string): Promise<unknown> {
  const { parse } = await import('csv-parse/sync');
  let rows: unknown;
  try {
    rows = parse(text, { bom: true, columns: true, skip_empty_lines: true, trim: true });
  } catch (cause) {
    throw unreadable(cause);
  }
  if (!Array.isArray(rows)) return rows;
  return rows.map((row: unknown) => {
    const columns = Object.entries(row as Readonly<Record<string, string>>); // csv-parse's own form
    const own = columns.filter(([name]) => OWN_COLUMNS.includes(name));
    const others = columns.filter(([name, value]) => !OWN_COLUMNS.includes(name) && value !== '');
    return { ...Object.fromEntries(own), attributes: Object.fromEntries(others) };
  });
}

/** Without what the parser quotes of the file: it may hold passwords. */
function unreadable(cause: unknown): Error {
  return ownError('InvalidInput', '--users: the file is neither YAML nor CSV that can be read.', { cause });
}
