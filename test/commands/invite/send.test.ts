import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stopped, Workplace } from '../../support/cli.js';
import {
  MAIL_CA,
  MAIL_PASSWORD,
  MAIL_USER,
  type MailBehaviour,
  reply,
  type TestMailServer,
  withMailServer,
} from '../../support/smtp.js';

interface Row {
  readonly email: string;
  readonly result: string;
  readonly error?: { readonly code: string; readonly message: string };
}

const LIST = 'email,name\nana@example.com,Ana\nbob@example.com,"Bøb, Jr."\ncid@exämple.com,Cid\n';
const URL_USER = encodeURIComponent(MAIL_USER);

/** A fleet, a list of three, and a mail server. */
async function given(
  behaviour: MailBehaviour,
  body: (
    workplace: Workplace,
    server: TestMailServer,
    send: (...more: string[]) => ReturnType<Workplace['run']>,
  ) => Promise<void>,
): Promise<void> {
  await Workplace.with(async (workplace) => {
    await workplace.succeed(['fleet', 'create', 'sales', '--display-name', 'Example & <Co>']);
    await writeFile(join(workplace.folder, 'list.csv'), LIST);
    await writeFile(join(workplace.folder, 'ca.pem'), MAIL_CA);
    await writeFile(join(workplace.folder, 'password'), `${MAIL_PASSWORD}\n`);
    await withMailServer(behaviour, async (server) => {
      const url = `smtp://${URL_USER}@localhost:${String(server.port)}`;
      const usual = [
        ...[
          '--from',
          'list.csv',
          '--sender',
          'IT <it@example.com>',
          '--smtp-url',
          url,
          '--smtp-ca',
          'ca.pem',
        ],
        ...['--smtp-password-file', 'password'],
      ];
      const send = (...more: string[]): ReturnType<Workplace['run']> => {
        const others = usual.filter((_, index) => !more.includes(usual[index - (index % 2)] ?? ''));
        return workplace.run(['invite', 'send', '-f', 'sales', ...others, '--yes', '--json', ...more]);
      };
      await body(workplace, server, send);
    });
  });
}

function rowsOf(stdout: string): readonly Row[] {
  return JSON.parse(stdout) as readonly Row[];
}
const results = (stdout: string): readonly string[] => rowsOf(stdout).map(({ result }) => result);
const addresses = ({ taken }: TestMailServer): readonly string[] => taken.map(({ to }) => to).sort();

describe('worklink invite send', function () {
  this.timeout(30_000);

  it('mails everybody of a list over TLS, signed in, each with their own text', () =>
    given({}, async (_, server, send) => {
      const { code, stdout } = await send();
      assert.equal(code, 0, stdout);
      assert.deepEqual(results(stdout), ['sent', 'sent', 'sent']);
      assert.deepEqual(addresses(server), ['ana@example.com', 'bob@example.com', 'cid@exämple.com']);
      assert.ok(
        server.taken.every(
          ({ isSecure, user, from }) => isSecure && user === MAIL_USER && from === MAIL_USER,
        ),
      );
      const ana = server.taken.find(({ to }) => to === 'ana@example.com')?.source ?? '';
      assert.match(ana, /^From: IT <it@example\.com>\r?$/m);
      assert.match(ana, /^Message-ID: <worklink\.[0-9a-f]{40}@example\.com>\r?$/im);
      assert.match(ana, /multipart\/alternative/);
      assert.match(ana, /Hello Ana,/);
      assert.ok(server.connections() <= 4);
    }));

  it('mails nobody twice when it is run again', () =>
    given({}, async (_, server, send) => {
      await send();
      const { code, stdout } = await send();
      assert.equal(code, 0);
      assert.deepEqual(results(stdout), ['sentBefore', 'sentBefore', 'sentBefore']);
      assert.equal(server.taken.length, 3);
      assert.equal((await send('--campaign', 'reminder')).code, 0);
      assert.equal(server.taken.length, 6);
    }));

  it('tries again, after a pause, what the server puts off', async () => {
    let tries = 0;
    const onRecipient = (address: string): Error | undefined =>
      address.startsWith('bob') && (tries += 1) < 3 ? reply(451, 'Greylisted') : undefined;
    await given({ onRecipient }, async (workplace, server, send) => {
      const { code, stdout } = await send('--concurrency', '1');
      assert.equal(code, 0, stdout);
      assert.deepEqual(results(stdout), ['sent', 'sent', 'sent']);
      assert.equal(server.taken.length, 3);
      assert.ok(workplace.clock.slept.includes(2000) && workplace.clock.slept.includes(4000));
    });
  });

  it('tells what the server refuses, and tries just that again', async () => {
    let isRefusing = true;
    const onRecipient = (address: string): Error | undefined =>
      isRefusing && address.startsWith('bob') ? reply(550, 'No such mailbox') : undefined;
    await given({ onRecipient }, async (_, server, send) => {
      const { code, stdout, stderr } = await send();
      assert.equal(code, 3, stdout);
      assert.deepEqual(results(stdout), ['sent', 'failed', 'sent']);
      assert.match(rowsOf(stdout)[1]?.error?.message ?? '', /No such mailbox/);
      assert.match(stderr, /1 of 3 addresses failed/);
      isRefusing = false;
      assert.deepEqual(results((await send()).stdout), ['sentBefore', 'sent', 'sentBefore']);
      assert.equal(server.taken.length, 3);
    });
  });

  it('does not send again, unasked, what may have gone out', async () => {
    let drops = true;
    const onMessage = (address: string): 'drop' | undefined =>
      drops && address.startsWith('bob') ? 'drop' : undefined;
    await given({ onMessage }, async (_, server, send) => {
      const first = await send('--concurrency', '1');
      assert.equal(first.code, 6, first.stdout);
      assert.deepEqual(results(first.stdout), ['sent', 'failed', 'sent']);
      drops = false;
      const second = await send();
      assert.deepEqual(results(second.stdout), ['sentBefore', 'failed', 'sentBefore']);
      assert.match(rowsOf(second.stdout)[1]?.error?.message ?? '', /Nobody knows whether/);
      assert.equal(server.taken.length, 3);
      assert.deepEqual(results((await send('--resend-unknown')).stdout), [
        'sentBefore',
        'sent',
        'sentBefore',
      ]);
      const ids = server.taken
        .filter(({ to }) => to.startsWith('bob'))
        .map(({ source }) => /^Message-ID: .*$/im.exec(source)?.[0]);
      assert.equal(ids.length, 2);
      assert.equal(ids[0], ids[1]);
    });
  });

  it('sends again by itself where the connection broke before the message', async () => {
    let drops = 1;
    const dropsAtRecipient = (address: string): boolean => address.startsWith('bob') && (drops -= 1) >= 0;
    await given({ dropsAtRecipient }, async (_, server, send) => {
      const { code, stdout } = await send('--concurrency', '1');
      assert.equal(code, 0, stdout);
      assert.deepEqual(addresses(server).length, 3);
    });
  });

  it('sends nothing to a server whose certificate nobody vouches for', () =>
    given({}, async (workplace, server, send) => {
      await writeFile(join(workplace.folder, 'ca.pem'), 'nothing');
      const { code, stdout } = await send();
      assert.equal(code, 7, stdout);
      assert.match(rowsOf(stdout)[0]?.error?.message ?? '', /STARTTLS with localhost:\d+ failed/);
      assert.equal(server.taken.length, 0);
    }));

  it('sends nothing to a server without STARTTLS, nor a password', async () => {
    let passwords = 0;
    const options = { disabledCommands: ['STARTTLS'], onAuth: () => (passwords += 1) };
    await given({ options }, async (_, server, send) => {
      const { code } = await send();
      assert.equal(code, 7);
      assert.equal(server.taken.length + passwords, 0);
    });
  });

  it('says that the password is not taken, without saying it', () =>
    given({}, async (workplace, server, send) => {
      await writeFile(join(workplace.folder, 'password'), 'wrong secret');
      const { code, stdout, stderr } = await send('--debug');
      assert.equal(code, 7, stdout);
      assert.match(stdout, /does not let you in: 535/);
      assert.doesNotMatch(stdout + stderr, /wrong secret/);
      assert.equal(server.taken.length, 0);
    }));

  it('keeps to the rate', () =>
    given({}, async (workplace, _, send) => {
      const before = workplace.clock.now().getTime();
      await send('--rate', '6', '--concurrency', '1');
      assert.equal(workplace.clock.now().getTime() - before, 20_000);
    }));

  it('shows in a dry run who would get what, and mails nobody', () =>
    given({}, async (_, server, send) => {
      const { code, stdout } = await send('--dry-run');
      assert.equal(code, 0);
      const { calls } = JSON.parse(stdout) as {
        calls: { input: { to: string; name: string; subject: string } }[];
      };
      assert.deepEqual(
        calls.map(({ input: { to, name } }) => [to, name]),
        [
          ['ana@example.com', 'Ana'],
          ['bob@example.com', 'Bøb, Jr.'],
          ['cid@xn--exmple-cua.com', 'Cid'],
        ],
      );
      assert.equal(server.connections(), 0);
    }));

  it('begins no message once it is interrupted', () =>
    given({}, async (workplace, server) => {
      const { code } = await workplace.run(
        [
          ...[
            'invite',
            'send',
            'ana@example.com',
            'bob@example.com',
            '-f',
            'sales',
            '--sender',
            'it@example.com',
            '--yes',
          ],
          ...['--smtp-url', `smtp://localhost:${String(server.port)}`],
        ],
        { signal: stopped() },
      );
      assert.equal(code, 130);
      assert.equal(server.connections(), 0);
    }));

  for (const { what, args, code, says } of [
    {
      what: 'a password in the URL',
      args: ['--smtp-url', 'smtp://it:hunter2@localhost'],
      code: 2,
      says: /has a password in it/,
    },
    {
      what: 'another protocol',
      args: ['--smtp-url', 'https://localhost'],
      code: 2,
      says: /not the address of a mail server/,
    },
    {
      what: 'plain text to another machine',
      args: ['--smtp-url', 'smtp://mail.example.com', '--no-tls'],
      code: 2,
      says: /on this machine/,
    },
    { what: 'a sender that is none', args: ['--sender', 'it'], code: 2, says: /name@example\.com/ },
    {
      what: 'a sender with a header behind it',
      args: ['--sender', 'a@example.com\nBcc: b@example.com'],
      code: 2,
      says: /line end/,
    },
    {
      what: 'a campaign that is a path',
      args: ['--campaign', '../x'],
      code: 2,
      says: /not a name for a campaign/,
    },
  ]) {
    it(`refuses ${what}`, () =>
      given({}, async (_, server, send) => {
        const run = await send(...args);
        assert.equal(run.code, code, run.stdout);
        assert.match(run.stdout, says);
        assert.doesNotMatch(run.stdout + run.stderr, /hunter2/);
        assert.equal(server.connections(), 0);
      }));
  }

  it('tells every bad line of a list, and mails nobody', () =>
    given({}, async (workplace, server, send) => {
      await writeFile(
        join(workplace.folder, 'list.csv'),
        'email,name\nana@example.com,Ana\nbob,B\n"x y@example.com",C\n',
      );
      const { code, stdout } = await send();
      assert.equal(code, 3);
      assert.match(stdout, /Line 3: 'bob'.*Line 4: 'x y@example\.com'/);
      assert.equal(server.connections(), 0);
    }));

  it('asks before it mails', () =>
    given({}, async (workplace, server) => {
      const { code } = await workplace.run([
        ...['invite', 'send', 'ana@example.com', '-f', 'sales', '--sender', 'it@example.com'],
        ...['--smtp-url', `smtp://localhost:${String(server.port)}`],
      ]);
      assert.equal(code, 4);
      assert.equal(server.connections(), 0);
    }));
});
