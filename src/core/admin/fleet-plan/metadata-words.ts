import { createHash } from 'node:crypto';
import { type Difference } from '../../fleet-plan/change.js';
import { readIdentityProviderMetadata } from '../../saml/metadata.js';
import { metadataChanges, sideOf } from '../identity-provider/changes.js';

/** What other metadata changes, in words: the documents themselves are long, and mostly the same. */
export function metadataWords(before: string | undefined, after: string): readonly Difference[] {
  const nothing = { entityId: undefined, facts: undefined };
  const was = before === undefined ? nothing : sideOf(readIdentityProviderMetadata(before));
  const words = metadataChanges(was, sideOf(readIdentityProviderMetadata(after))).map(
    ({ member, change, value }): Difference =>
      change === 'added' ? { member, to: value } : { member, from: value },
  );
  if (words.length > 0) return words;
  return [
    {
      member: 'metadata',
      ...(before !== undefined && { from: documentWords(before) }),
      to: documentWords(after),
    },
  ];
}

function documentWords(text: string): string {
  return `a document of ${String(text.length)} characters (SHA-256 ${createHash('sha256').update(text).digest('hex')})`;
}
