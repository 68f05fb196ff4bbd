import { fill } from './placeholders.js';
import { COLUMN_PREFIX, type InviteTemplate } from './template.js';

/** What an invitation says of the fleet it invites to. */
export interface InviteFleet {
  readonly companyCode: string;
  readonly fleetName: string;
  /** Empty where the fleet has none. */
  readonly displayName: string;
}

/** Whom an invitation is for. */
export interface InvitedUser {
  readonly email: string;
  /** Empty where it is not known. */
  readonly name: string;
  /** The other columns of the list. */
  readonly columns: ReadonlyMap<string, string>;
}

/** An invitation as it is sent. */
export interface Invite {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** As content or quoted attribute of HTML. */
function escapeHtml(value: string): string {
  return value.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** On one line, with nothing that could begin another header (RFC 5322, 2.2) or turn the text around. */
function oneLine(value: string): string {
  return value
    .replace(/[\p{Cc}\u2028\u2029\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]+/gu, ' ')
    .trim();
}

/** Makes the invitation of a user, or of nobody in particular, from a template without errors. */
export function makeInvite(template: InviteTemplate, fleet: InviteFleet, user?: InvitedUser): Invite {
  const values = new Map<string, string>([
    ['companyCode', fleet.companyCode],
    ['fleetName', fleet.fleetName],
    ['displayName', fleet.displayName],
    ['email', user?.email ?? ''],
    ['name', user?.name ?? ''],
  ]);
  values.set(`${COLUMN_PREFIX}email`, user?.email ?? '').set(`${COLUMN_PREFIX}name`, user?.name ?? '');
  for (const [column, value] of user?.columns ?? []) values.set(`${COLUMN_PREFIX}${column}`, value);
  const valueOf = (name: string): string => oneLine(values.get(name) ?? '');
  values.set('link', fill(template.link, valueOf, encodeURIComponent));
  return {
    subject: oneLine(fill(template.subject, valueOf, oneLine)),
    text: fill(template.text, valueOf, oneLine),
    html: fill(template.html, valueOf, escapeHtml),
  };
}
