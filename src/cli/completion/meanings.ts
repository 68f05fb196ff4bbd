import { type NamedKind } from '../../core/ports/name-catalog.js';

/** What stands for a value: names of things, files, or what the machine and the program know. */
export type Meaning =
  NamedKind | 'file' | 'folder' | 'profile' | 'region' | 'emulator' | 'command' | 'output';

/** What a flag of a given name takes, whatever it is called in help. */
const BY_FLAG: Readonly<Record<string, Meaning>> = {
  output: 'output',
  profile: 'profile',
  state: 'file',
  directory: 'folder',
};

/** What a flag takes whose value is called so in help. */
const BY_VALUE: Readonly<Record<string, Meaning>> = {
  FLEET: 'fleet',
  REGION: 'region',
  CERTIFICATE: 'certificate',
  STREAM: 'stream',
  FOLDER: 'folder',
};

/** What a flag takes, by the beginning of its command's id and its name. */
const BY_COMMAND_FLAG: readonly (readonly [command: string, flag: string, meaning: Meaning])[] = [
  ['audit:report', 'domain', 'domain'],
  ['audit:report', 'user', 'user'],
  ['devices:list', 'user', 'user'],
  ['emulator:', 'name', 'emulator'],
];

/** What an argument is, by the beginning of its command's id and its name; the first that fits. */
const BY_ARGUMENT: readonly (readonly [command: string, argument: string, meaning: Meaning])[] = [
  ['help', 'words', 'command'],
  ['', 'fleet', 'fleet'],
  ['', 'certificate', 'certificate'],
  ['', 'ca', 'website-ca'],
  ['', 'provider', 'auth-provider'],
  ['domain:check', 'name', 'domain'],
  ['domain:disassociate', 'name', 'domain'],
  ['domain:restore', 'name', 'domain'],
  ['domain:revoke', 'name', 'domain'],
  ['domain:show', 'name', 'domain'],
  ['domain:update', 'name', 'domain'],
  ['users:', 'name', 'user'],
  ['devices:', 'id', 'device'],
  ['emulator:device:', 'device', 'device'],
  ['', 'file', 'file'],
  ['', 'document', 'file'],
];

const FILE_VALUE = /(?:^|\|)(?:FILE|PATH)(?:\||$)/;

/** What a flag's value is, where more can be said than its text. */
export function meaningOfFlag(
  command: string,
  { name, helpValue }: { readonly name: string; readonly helpValue?: unknown },
): Meaning | undefined {
  const own = BY_COMMAND_FLAG.find(([id, flag]) => command.startsWith(id) && flag === name)?.[2];
  if (own !== undefined) return own;
  if (Object.hasOwn(BY_FLAG, name)) return BY_FLAG[name];
  if (typeof helpValue !== 'string') return undefined;
  if (Object.hasOwn(BY_VALUE, helpValue)) return BY_VALUE[helpValue];
  return FILE_VALUE.test(helpValue) ? 'file' : undefined;
}

/** What an argument is, where more can be said than its text. */
export function meaningOfArgument(command: string, name: string): Meaning | undefined {
  return BY_ARGUMENT.find(([id, argument]) => command.startsWith(id) && argument === name)?.[2];
}
