import { SERVICE_LINKED_ROLE } from '../../model/service-linked-role.js';
import { iamId } from './identifiers.js';
import { type Services } from './services.js';

/** Makes the role that all fleets of an account share, unless it is there (it may be deleted once no fleet is left). */
export function ensureServiceLinkedRole({
  account,
  now,
  random,
}: Pick<Services, 'account' | 'now' | 'random'>): void {
  if (account.role(SERVICE_LINKED_ROLE) !== undefined) return;
  account.insertRole({ name: SERVICE_LINKED_ROLE, role_id: iamId('AROA', random), created_at: now });
}
