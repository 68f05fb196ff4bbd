import assert from 'node:assert/strict';
import { finished, Home } from '../support/binary.js';
import { MAIL_CA, reply, withMailServer } from '../support/smtp.js';

const PEOPLE = Array.from({ length: 12 }, (_, number) => `user${String(number)}@example.com`);

interface Row {
  readonly email: string;
  readonly result: string;
}

/** A home with a fleet and a list, and the words of a command that mails it through a server. */
async function given(home: Home, port: number): Promise<readonly string[]> {
  await home.json(['fleet', 'create', 'sales']);
  await home.file('ca.pem', MAIL_CA);
  await home.file('list.txt', PEOPLE.join('\n'));
  return [
    ...[
      'invite',
      'send',
      '-f',
      'sales',
      '--from',
      'list.txt',
      '--sender',
      'it@example.com',
      '--smtp-ca',
      'ca.pem',
    ],
    ...[
      '--smtp-url',
      `smtp://localhost:${String(port)}`,
      '--rate',
      '6000',
      '--concurrency',
      '2',
      '--yes',
      '--json',
    ],
  ];
}

const OPEN = { authOptional: true };

describe('mailing invitations with the built program', function () {
  this.timeout(120_000);

  it('mails nobody twice when it is killed in the middle and run again', async () => {
    let kill: () => void = () => undefined;
    let count = 0;
    // Killed while the server has taken a message and not said so: the worst moment there is.
    const onMessage = (): undefined => {
      count += 1;
      if (count === 5) kill();
    };
    await withMailServer({ onMessage, options: OPEN }, (server) =>
      Home.with(async (home) => {
        const argv = await given(home, server.port);
        const child = home.start(argv);
        kill = () => child.kill('SIGKILL');
        assert.equal((await finished(child)).signal, 'SIGKILL');
        const before = server.taken.map(({ to }) => to);
        assert.ok(before.length >= 5 && before.length < PEOPLE.length);
        const { stdout, status } = await home.run(argv);
        const rows = JSON.parse(stdout) as readonly Row[];
        const unknown = rows.filter(({ result }) => result === 'failed').map(({ email }) => email);
        assert.equal(status, 6, stdout);
        assert.ok(unknown.length >= 1 && unknown.length <= 2);
        const mailed = server.taken.map(({ to }) => to);
        assert.equal(new Set(mailed).size, mailed.length, 'somebody was mailed twice');
        // Whoever was not mailed is among those of whom nobody knows.
        for (const person of PEOPLE) assert.ok(mailed.includes(person) || unknown.includes(person), person);
        const resent = await home.run([...argv, '--resend-unknown']);
        assert.equal(resent.status, 0, resent.stdout);
        assert.deepEqual([...new Set(server.taken.map(({ to }) => to))].sort(), [...PEOPLE].sort());
        const ids = new Map(
          server.taken.map(({ to, source }) => [to, /^Message-ID: (.*)$/im.exec(source)?.[1]]),
        );
        for (const { to, source } of server.taken)
          assert.equal(/^Message-ID: (.*)$/im.exec(source)?.[1], ids.get(to));
      }),
    );
  });

  it('ends the messages under way on Ctrl-C, and is taken up by the next run', async () => {
    let stop: () => void = () => undefined;
    let count = 0;
    const onMessage = (): undefined => {
      count += 1;
      if (count === 3) stop();
    };
    await withMailServer({ onMessage, options: OPEN }, (server) =>
      Home.with(async (home) => {
        const argv = await given(home, server.port);
        const child = home.start(
          [...argv, '--concurrency=1'].filter(
            (word, index) => word !== '--concurrency' && argv[index - 1] !== '--concurrency',
          ),
        );
        stop = () => child.kill('SIGINT');
        const { status, stdout, stderr } = await finished(child);
        assert.equal(status, 130, stdout + stderr);
        const rows = JSON.parse(stdout) as readonly Row[];
        assert.ok(rows.some(({ result }) => result === 'notBegun'));
        assert.equal(rows.filter(({ result }) => result === 'sent').length, server.taken.length);
        assert.equal((await home.run(argv)).status, 0);
        assert.deepEqual(server.taken.map(({ to }) => to).sort(), [...PEOPLE].sort());
      }),
    );
  });

  it('tells whom the server refuses, in CSV', async () => {
    const onRecipient = (address: string): Error | undefined =>
      address === 'user3@example.com' ? reply(550, 'No such user') : undefined;
    await withMailServer({ onRecipient, options: OPEN }, (server) =>
      Home.with(async (home) => {
        const argv = (await given(home, server.port)).map((word) =>
          word === '--json' ? '--output=csv' : word,
        );
        const { status, stdout, stderr } = await home.run(argv);
        assert.equal(status, 3, stderr);
        assert.match(stdout, /^user3@example\.com,failed,,.*No such user/m);
        assert.match(stderr, /1 of 12 addresses failed/);
        assert.equal(server.taken.length, 11);
      }),
    );
  });
});
