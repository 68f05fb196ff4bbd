import { type Finding } from '../findings.js';
import { nearest } from '../nearest.js';
import { quote } from '../text.js';
import { sectionFaults, type Token, tokens } from './placeholders.js';

/** What an invitation is made from. */
export interface InviteTemplate {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** Opens the app with the company code in it; may hold placeholders, empty where there is none. */
  readonly link: string;
}

export const TEMPLATE_PARTS = ['subject', 'text', 'html', 'link'] as const;
export type TemplatePart = (typeof TEMPLATE_PARTS)[number];

/** What any invitation can say. */
export const PLACEHOLDERS = ['companyCode', 'fleetName', 'displayName', 'name', 'email', 'link'] as const;
/** Before the name of a column of the list of recipients. */
export const COLUMN_PREFIX = 'user.';
/** No mail client shows more; each line of a header is folded at 998 octets in any case (RFC 5322, 2.1.1). */
const MAX_SUBJECT_CHARACTERS = 300;
/** Larger mails are cut by mail clients, in UTF-16 code units. */
const MAX_PART_CHARACTERS = 200_000;
/** Schemes of links that run something on whoever opens them. */
const HARMFUL_LINK = /^(?:javascript|data|vbscript|file|blob):/i;

/** The columns of a list of recipients that a template speaks of, each with the first line that does. */
export function columnsOf(template: InviteTemplate): ReadonlyMap<string, string> {
  const columns = new Map<string, string>();
  for (const part of TEMPLATE_PARTS) {
    for (const piece of namedIn(tokens(template[part]))) {
      if (!piece.name.startsWith(COLUMN_PREFIX)) continue;
      const column = piece.name.slice(COLUMN_PREFIX.length);
      if (!columns.has(column)) columns.set(column, `${part}, line ${String(piece.line)}`);
    }
  }
  return columns;
}

/** What is wrong with a template, and what may go wrong with it. An error refuses it. */
export function checkTemplate(template: InviteTemplate): readonly Finding[] {
  return [
    ...TEMPLATE_PARTS.flatMap((part) => checkPart(part, template[part])),
    ...checkLink(template.link),
    ...checkHtml(template.html),
  ];
}

function checkPart(part: TemplatePart, text: string): readonly Finding[] {
  const pieces = tokens(text);
  const found: Finding[] = sectionFaults(pieces).map(({ line, message }) => ({
    id: 'invite-placeholder-broken',
    severity: 'error',
    subject: `${part}, line ${String(line)}`,
    message,
    fix: 'Placeholders are written {{name}}; {{#name}} and {{/name}} stand around what is left out where there is no name.',
  }));
  for (const { name, line } of namedIn(pieces)) {
    if (isKnown(name, part)) continue;
    const [near] = nearest(name, PLACEHOLDERS);
    found.push({
      id: 'invite-placeholder-unknown',
      severity: 'error',
      subject: `${part}, line ${String(line)}`,
      message: `There is no placeholder {{${name}}} here.`,
      fix: `${near === undefined ? '' : `Did you mean {{${near}}}? `}There are ${PLACEHOLDERS.join(', ')}, and ${COLUMN_PREFIX}COLUMN for a column of the list.`,
    });
  }
  return [...found, ...checkSize(part, text, pieces)];
}

function checkSize(part: TemplatePart, text: string, pieces: readonly Token[]): readonly Finding[] {
  const found: Finding[] = [];
  const error = (id: string, message: string, fix: string): void => {
    found.push({ id, severity: 'error', subject: part, message, fix });
  };
  const isBody = part === 'text' || part === 'html';
  if (part !== 'link' && text.trim() === '') {
    error('invite-part-empty', `The ${part} is empty.`, 'Write it.');
    return found;
  }
  if (isBody && !isAlwaysSaid('companyCode', pieces)) {
    error(
      'invite-company-code-missing',
      `The ${part} does not say the company code, without which nobody can sign in.`,
      'Put {{companyCode}} into it, outside of parts that may be left out.',
    );
  }
  if (!isBody && /[\p{Cc}\u2028\u2029]/u.test(text)) {
    error(
      'invite-one-line',
      `The ${part} has a line end or another control character.`,
      'Write it on one line.',
    );
  }
  const most = isBody ? MAX_PART_CHARACTERS : MAX_SUBJECT_CHARACTERS;
  if (text.length > most) {
    error(
      'invite-part-long',
      `The ${part} has ${String(text.length)} characters.`,
      `Shorten it to ${String(most)}.`,
    );
  }
  return found;
}

function isAlwaysSaid(wanted: string, pieces: readonly Token[]): boolean {
  let isInside = false;
  for (const piece of pieces) {
    if (piece.kind === 'open') isInside = piece.name !== wanted;
    else if (piece.kind === 'close') isInside = false;
    else if (piece.kind === 'value' && piece.name === wanted && !isInside) return true;
  }
  return false;
}

function checkLink(link: string): readonly Finding[] {
  // Letters, so that an address with placeholders in it can be read as one.
  const sample = link.replace(/\{\{[^{}]{0,80}\}\}/g, 'x');
  if (link === '' || (URL.canParse(sample) && !HARMFUL_LINK.test(sample) && /^[a-z]/i.test(link))) return [];
  return [
    {
      id: 'invite-link',
      severity: 'error',
      subject: 'link',
      message: `${quote(link)} is not a link for an invitation.`,
      fix: 'Give a whole address, such as https://example.com/start?code={{companyCode}}.',
    },
  ];
}

const HTML_WARNINGS: readonly { readonly id: string; readonly pattern: RegExp; readonly message: string }[] =
  [
    {
      id: 'invite-html-active',
      pattern: /<(?:script|iframe|object|embed|form)\b|\son[a-z]{3,20}\s{0,8}=/i,
      message: 'The html has scripts, frames or forms, which mail clients take out or refuse.',
    },
    {
      id: 'invite-html-remote',
      pattern:
        /\b(?:src|background|srcset)\s{0,8}=\s{0,8}["']?\s{0,8}(?:https?:)?\/\/|url\(\s{0,8}["']?(?:https?:)?\/\/|<link\b|@import\b/i,
      message: 'The html loads something from elsewhere, which mail clients block.',
    },
  ];

function checkHtml(html: string): readonly Finding[] {
  return HTML_WARNINGS.filter(({ pattern }) => pattern.test(html)).map(({ id, message }) => ({
    id,
    severity: 'warning',
    subject: 'html',
    message,
    fix: 'Leave it out.',
  }));
}

function namedIn(pieces: readonly Token[]): readonly { readonly name: string; readonly line: number }[] {
  return pieces.flatMap((piece) => (piece.kind === 'value' || piece.kind === 'open' ? [piece] : []));
}

function isKnown(name: string, part: TemplatePart): boolean {
  if (name.startsWith(COLUMN_PREFIX)) return name.length > COLUMN_PREFIX.length;
  if (part === 'link' && name === 'link') return false;
  return PLACEHOLDERS.some((known) => known === name);
}
