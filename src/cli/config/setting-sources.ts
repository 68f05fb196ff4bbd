import { type SettingsFile } from '../config-file.js';
import { type Surroundings } from '../compose.js';
import { type SettingSources } from './setting-places.js';

/** A word of a command line, as the framework's parser tells of it. */
interface Token {
  readonly type: string;
  readonly flag?: string;
  readonly input: string;
}

/** What settings are looked up in, for one command line. */
export function settingSources(
  raw: readonly Token[],
  {
    host,
    dataDirectory,
    files,
  }: Pick<Surroundings, 'host' | 'dataDirectory'> & { readonly files: readonly SettingsFile[] },
): SettingSources {
  const typed = new Map(
    raw.flatMap(({ type, flag, input }) =>
      type === 'flag' && flag !== undefined ? [[flag, isSwitch(input) ? 'true' : input] as const] : [],
    ),
  );
  return { typed, host, files, dataDirectory };
}

/** Of a flag without a value the parser tells how it was typed. */
function isSwitch(input: string): boolean {
  return input.startsWith('--');
}
