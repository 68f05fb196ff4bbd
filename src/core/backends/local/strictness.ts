import { invalidRequest } from '../../contract/errors.js';
import { quote } from '../../text.js';

/**
 * A display name as it is stored. The model admits an empty one: it is read as none, since it names nothing.
 */
export function storedDisplayName(displayName: string | undefined): string | null {
  return displayName === undefined || displayName === '' ? null : displayName;
}

/** Guide, Create a Fleet and Associate your Domains: a display name is unique in the account. */
export function displayNameTaken(displayName: string): never {
  throw invalidRequest(`DisplayName ${quote(displayName)} is already used in this account.`);
}
