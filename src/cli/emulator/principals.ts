import { type EmulatorCredentials } from '../../core/ports/emulator.js';
import { type Host } from '../host.js';
import { writeSecretFile } from '../output-file.js';
import { type Field } from '../results.js';
import { renderVariables } from './exports.js';

/** A principal's members, as lists show them. */
export const PRINCIPAL_FIELDS: readonly Field[] = [
  { name: 'name', title: 'NAME' },
  { name: 'accessKeyId', title: 'ACCESS KEY ID' },
  { name: 'policies', title: 'POLICIES', read: (data) => policyTexts(data) },
  { name: 'createdTime', title: 'CREATED' },
  { name: 'arn', title: 'ARN', extra: true },
  { name: 'principalId', title: 'PRINCIPAL ID', extra: true },
];

/** A principal that has just been made: the only time its secret is told. */
export const NEW_PRINCIPAL_FIELDS: readonly Field[] = [
  { name: 'name', title: 'NAME' },
  { name: 'arn', title: 'ARN' },
  { name: 'policies', title: 'POLICIES', read: (data) => policyTexts(data) },
  { name: 'accessKeyId', title: 'ACCESS KEY ID' },
  { name: 'secretAccessKey', title: 'SECRET ACCESS KEY' },
  { name: 'principalId', title: 'PRINCIPAL ID' },
  { name: 'createdTime', title: 'CREATED' },
];

/** Writes keys for programs that read an environment file, for its owner alone. @returns the file's absolute path */
export function writeKeys(
  path: string,
  { accessKeyId, secretAccessKey }: EmulatorCredentials,
  force: boolean,
  host: Host,
): Promise<string> {
  const variables = { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey };
  return writeSecretFile(path, renderVariables(variables, [], 'dotenv'), force, host);
}

/** A managed policy by its name, a document as a word for it: JSON has all of it. */
function policyTexts(data: object): unknown {
  if (!('policies' in data) || !Array.isArray(data.policies)) return undefined;
  return data.policies.map((policy: unknown) => (typeof policy === 'string' ? policy : 'a policy document'));
}
