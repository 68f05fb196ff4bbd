import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { SmtpMailer } from '../../../src/cli/invites/smtp.js';
import { MailFault } from '../../../src/core/ports/mailer.js';

/** How long a server may say nothing here, in milliseconds. */
const TIMEOUT_MS = 150;
const MAIL = {
  from: 'it@example.com',
  to: 'ana@example.com',
  message: Buffer.from('Subject: Hi\r\n\r\nHi\r\n'),
};

const GREETING = '220 mail.example.com ESMTP';
/** What a server answers to the beginning of a line; nothing where it falls silent. */
type Answers = Readonly<Record<string, string | undefined>>;
const USUAL: Answers = {
  EHLO: '250 mail.example.com',
  MAIL: '250 Sender taken',
  RCPT: '250 Recipient taken',
  DATA: '354 Go on',
  '.': '250 Taken',
  QUIT: '221 Goodbye',
};

/** Runs a mail server that answers line by line, and falls silent where it has no answer. */
async function withServer(
  greeting: string | undefined,
  answers: Answers,
  body: (mailer: SmtpMailer) => Promise<void>,
): Promise<void> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    if (greeting !== undefined) socket.write(`${greeting}\r\n`);
    let left = '';
    socket.on('data', (chunk: Buffer) => {
      const lines = (left + chunk.toString()).split('\r\n');
      left = lines.pop() ?? '';
      for (const line of lines) {
        const answer = answers[line.slice(0, 4)];
        if (answer !== undefined) socket.write(`${answer}\r\n`);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  assert.ok(address !== null && typeof address === 'object');
  const mailer = new SmtpMailer({
    host: '127.0.0.1',
    port: address.port,
    security: 'none',
    timeoutMs: TIMEOUT_MS,
  });
  try {
    await body(mailer);
    await mailer.close();
  } finally {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
}

describe('a mail server that falls silent', function () {
  this.timeout(20_000);

  for (const [when, silent, kind] of [
    ['before its greeting', undefined, 'unreachable'],
    ['at the greeting of ours', 'EHLO', 'unreachable'],
    ['at the sender', 'MAIL', 'temporary'],
    ['at the recipient', 'RCPT', 'temporary'],
    ['before the message', 'DATA', 'temporary'],
    ['once the message is whole: it may have it', '.', 'unknown'],
  ] as const) {
    it(`given one ${when}, then it is given up after a while, as ${kind}`, () =>
      withServer(
        silent === undefined ? undefined : GREETING,
        silent === undefined ? {} : { ...USUAL, [silent]: undefined },
        async (mailer) => {
          await assert.rejects(mailer.send(MAIL), (error) => {
            assert.ok(error instanceof MailFault, String(error));
            assert.equal(error.kind, kind, error.message);
            return true;
          });
        },
      ));
  }

  it('given one that answers, then it has the message', () =>
    withServer(GREETING, USUAL, async (mailer) => {
      assert.equal(await mailer.send(MAIL), '250 Taken');
    }));

  it('given one that says nothing to a goodbye, then it is left all the same', () =>
    withServer(GREETING, { ...USUAL, QUIT: undefined }, async (mailer) => {
      await mailer.send(MAIL);
      await mailer.close();
    }));
});
