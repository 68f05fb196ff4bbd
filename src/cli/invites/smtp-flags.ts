import * as Flags from '@oclif/core/flags';
import { readMailbox } from '../../core/invites/address.js';
import { ownError } from '../../core/errors.js';
import { quote } from '../../core/text.js';
import { type Asker } from '../ask.js';
import { type Host } from '../host.js';
import { readPassword } from '../passwords.js';
import { readValue } from '../values.js';
import { type Mailbox } from './message.js';
import { type SmtpServer } from './smtp.js';

/** Where a password may stand, beside a file and the terminal. */
const PASSWORD_VARIABLE = 'WORKLINK_SMTP_PASSWORD';
const SUBMISSION_PORT = 587; // RFC 6409
const SUBMISSIONS_PORT = 465; // RFC 8314
const RELAY_PORT = 25;
const TIMEOUT_MS = 120_000;
const THIS_MACHINE: ReadonlySet<string> = new Set(['localhost', '127.0.0.1', '[::1]']);

export const smtpFlags = {
  'smtp-url': Flags.string({
    summary:
      'The mail server: smtp://USER@HOST:PORT with STARTTLS, which it must offer; smtps:// with TLS from the start.',
    helpValue: 'URL',
  }),
  'smtp-password-file': Flags.string({
    summary: `Its password; else that of ${PASSWORD_VARIABLE}, else it is asked for.`,
    helpValue: 'FILE|-',
  }),
  'smtp-ca': Flags.string({
    summary: 'Trust the certificate authorities in this file for the mail server, in place of the usual.',
    helpValue: 'FILE',
  }),
  'no-tls': Flags.boolean({ summary: 'Speak to a mail server on this machine without TLS.' }),
};

export interface SmtpFlags {
  readonly 'smtp-url': string | undefined;
  readonly 'smtp-password-file': string | undefined;
  readonly 'smtp-ca': string | undefined;
  readonly 'no-tls': boolean;
}

interface Around {
  readonly host: Host;
  readonly asker: Asker;
}

/** The mail server that flags name, without its password. @throws WorklinkError `Usage` for what is none */
export async function smtpServer(flags: SmtpFlags, { host, asker }: Around): Promise<SmtpServer> {
  const given = await asker.required(flags['smtp-url'], {
    message: 'Mail server (smtp://user@host:port)',
    flag: '--smtp-url',
  });
  const url = URL.canParse(given) ? new URL(given) : undefined;
  // The URL is not repeated in messages: somebody may have put a password into it.
  if (url?.password !== undefined && url.password !== '') {
    throw ownError('Usage', '--smtp-url has a password in it, which others on this machine can read.', {
      hint: `Leave it out, and give --smtp-password-file or ${PASSWORD_VARIABLE}.`,
    });
  }
  const isWhole = url !== undefined && /^smtps?:$/.test(url.protocol) && url.hostname !== '';
  if (!isWhole || !/^\/?$/.test(url.pathname) || url.search !== '' || url.hash !== '') {
    throw ownError('Usage', '--smtp-url is not the address of a mail server.', {
      hint: 'Write it smtp://user@mail.example.com:587, or smtps:// for TLS from the start.',
    });
  }
  const isTls = url.protocol === 'smtps:';
  const isPlain = flags['no-tls'];
  if (isPlain && (isTls || !THIS_MACHINE.has(url.hostname))) {
    throw ownError('Usage', `--no-tls is for a mail server on this machine, not for ${quote(url.host)}.`, {
      hint: 'Leave it out.',
    });
  }
  const usual = isTls ? SUBMISSIONS_PORT : isPlain ? RELAY_PORT : SUBMISSION_PORT;
  const ca = flags['smtp-ca'];
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? usual : Number(url.port),
    security: isTls ? 'tls' : isPlain ? 'none' : 'starttls',
    user: userOf(url),
    ca:
      ca === undefined ? undefined : await readValue(`@${ca.replace(/^@/, '')}`, host, { flag: '--smtp-ca' }),
    timeoutMs: TIMEOUT_MS,
  };
}

function userOf(url: URL): string | undefined {
  if (url.username === '') return undefined;
  try {
    return decodeURIComponent(url.username);
  } catch (cause) {
    throw ownError('Usage', 'The user name in --smtp-url is not encoded as URLs are.', {
      hint: 'Write @ as %40, % as %25.',
      cause,
    });
  }
}

/** The same server with its password: from a file, else the environment, else the person. */
export async function withPassword(
  server: SmtpServer,
  flags: SmtpFlags,
  { host, asker }: Around,
): Promise<SmtpServer> {
  if (server.user === undefined) return server;
  const flag = '--smtp-password-file';
  const stored = (await readPassword(flags['smtp-password-file'], flag, host)) ?? host.env[PASSWORD_VARIABLE];
  const password =
    stored === undefined || stored === ''
      ? await asker.secret({ message: `Password of ${server.user} at ${server.host}`, flag })
      : stored;
  return { ...server, password };
}

/** @throws WorklinkError `Usage` naming the flag */
export function mailboxFlag(given: string, flag: string): Mailbox {
  const read = readMailbox(given);
  if ('fault' in read) {
    throw ownError('Usage', `${flag} ${quote(given)}: ${read.fault}`, {
      hint: 'Write it it@example.com, or "IT department <it@example.com>".',
    });
  }
  return read;
}
