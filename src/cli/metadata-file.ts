import * as Flags from '@oclif/core/flags';
import { type MetadataChange } from '../core/admin/identity-provider/changes.js';
import { ownError, type WorklinkError } from '../core/errors.js';
import { type Finding } from '../core/findings.js';
import { type Host } from './host.js';
import { type Talk } from './terminal.js';
import { readChunks } from './values.js';

/** The one entity that is meant in an aggregate. */
export const entityIdFlag = {
  'entity-id': Flags.string({
    summary: 'Pick this identity provider out of an aggregate.',
    helpValue: 'ENTITY-ID',
  }),
};

/** How the metadata of an identity provider is given. */
export const metadataFlags = {
  metadata: Flags.string({
    summary: "The identity provider's SAML 2.0 metadata.",
    helpValue: 'FILE|URL|-',
  }),
  ...entityIdFlag,
  type: Flags.option({ options: ['SAML'] as const })({
    summary: 'Type of the identity provider.',
    default: 'SAML',
  }),
};

const URL_LIKE = /^[a-z][a-z0-9+.-]{0,20}:\/\//i;

/**
 * The metadata a person names, as it comes.
 *
 * @param given a path, with or without `@` in front, `-`, or a URL
 * @param flag what a message calls it
 * @throws WorklinkError as `readChunks` or `download` says, when it is read
 */
export async function* readMetadata(
  given: string,
  host: Host,
  flag = '--metadata',
): AsyncGenerator<Uint8Array> {
  if (URL_LIKE.test(given)) {
    const { download } = await import('./download.js');
    yield* download(given, { signal: host.signal });
  } else yield* readChunks(given.startsWith('@') ? given.slice(1) : given, host, flag);
}

/** What a command that judges metadata fails with, where errors refuse it. */
export function refusal(findings: readonly Finding[]): WorklinkError | undefined {
  const count = findings.filter(({ severity }) => severity === 'error').length;
  if (count === 0) return undefined;
  const errors = count === 1 ? 'one error' : `${String(count)} errors`;
  return ownError('CheckFailed', `The metadata is refused: it has ${errors}.`, {
    hint: 'Mend what the findings name, and check it again.',
  });
}

/** Tells a person what linking other metadata changes, a line each. */
export async function sayChanges(talk: Talk, changes: readonly MetadataChange[]): Promise<void> {
  for (const { member, change, value } of changes)
    await talk.say(`${change === 'added' ? '+' : '-'} ${member}: ${value}`);
}
