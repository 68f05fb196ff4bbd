import { type Field } from '../results.js';

/** What became of each recipient. */
export const SENT_FIELDS: readonly Field[] = [
  { name: 'email', title: 'EMAIL' },
  { name: 'result', title: 'RESULT', state: true },
  { name: 'at', title: 'AT' },
  { name: 'error', title: 'ERROR', read: errorText },
  { name: 'reply', title: 'REPLY', extra: true },
  { name: 'messageId', title: 'MESSAGE-ID', extra: true },
];

/** Files of invitations. */
export const INVITE_FILE_FIELDS: readonly Field[] = [
  { name: 'user', title: 'EMAIL' },
  { name: 'result', title: 'RESULT', state: true },
  { name: 'file', title: 'FILE' },
  { name: 'error', title: 'ERROR', read: errorText },
];

/** Versions of a template. */
export const TEMPLATE_VERSION_FIELDS: readonly Field[] = [
  { name: 'version', title: 'VERSION' },
  { name: 'savedAt', title: 'SAVED' },
  { name: 'revertOf', title: 'REVERT OF' },
  { name: 'subject', title: 'SUBJECT' },
];

function errorText(data: object): unknown {
  if (!('error' in data) || typeof data.error !== 'object' || data.error === null) return undefined;
  return 'message' in data.error ? data.error.message : undefined;
}
