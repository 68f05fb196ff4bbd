import assert from 'node:assert/strict';
import { Campaign, type CampaignOptions } from '../../../src/core/admin/invites/campaign.js';
import { type CampaignEvent } from '../../../src/core/ports/campaign-journal.js';
import { MailFault } from '../../../src/core/ports/mailer.js';
import { FakeClock } from '../../support/account.js';

/** What the server does with each message handed to it: a reply, or what it fails with. */
type Does = string | Error;

interface Tried {
  readonly campaign: Campaign;
  readonly noted: CampaignEvent[];
  readonly handed: string[];
  readonly clock: FakeClock;
}

function given(does: readonly Does[], changed: Partial<CampaignOptions> = {}): Tried {
  const clock = new FakeClock();
  const noted: CampaignEvent[] = [];
  const handed: string[] = [];
  const left = [...does];
  const campaign = new Campaign({
    journal: {
      events: [],
      note: (event: CampaignEvent) => {
        noted.push(event);
        return Promise.resolve();
      },
    }, // closing it is not the campaign's
    mailer: {
      send: ({ to }) => {
        handed.push(to);
        const next = left.shift() ?? '250 Taken';
        return next instanceof Error ? Promise.reject(next) : Promise.resolve(next);
      },
      close: () => Promise.resolve(),
    },
    timer: clock,
    signal: new AbortController().signal,
    perMinute: 60_000,
    attempts: 3,
    resendUnknown: false,
    ...changed,
  });
  return { campaign, noted, handed, clock };
}

const mail = (to: string) => ({
  from: 'it@example.com',
  to,
  messageId: `<${to}>`,
  message: () => Promise.resolve(Buffer.from('Hi')),
});
const states = ({ noted }: Tried): readonly string[] => noted.map(({ state }) => state);
const fault = (kind: MailFault['kind'], reply?: string): MailFault => new MailFault(kind, 'It failed', reply);

describe('a campaign', () => {
  it('given a message that was sent, then does not send it again, however the address is written', async () => {
    const tried = given(['250 Ok\r\n queued']);
    const first = await tried.campaign.send(mail('ana@example.com'));
    const again = await tried.campaign.send(mail('ana@EXAMPLE.com'));
    assert.equal(first.result, 'sent');
    assert.deepEqual(again, { ...first, result: 'sentBefore' });
    assert.equal(first.reply, '250 Ok queued');
    assert.deepEqual(tried.handed, ['ana@example.com']);
    assert.deepEqual(
      ['ana@example.com', 'ben@example.com'].map((to) => tried.campaign.standing(to)),
      ['sent', undefined],
    );
  });

  it('given a server that puts off to the end, then gives the message up as put off, and tries others', async () => {
    const later = fault('temporary', '451 Greylisted');
    const tried = given([later, later, later]);
    await assert.rejects(tried.campaign.send(mail('ana@example.com')), {
      code: 'Throttled',
      message: /put the message to 'ana@example\.com' off: 451 Greylisted/,
    });
    assert.deepEqual(states(tried), Array(3).fill(['sending', 'deferred']).flat());
    assert.equal((await tried.campaign.send(mail('ben@example.com'))).result, 'sent');
  });

  it('given a server that stays unreachable, then tries it for nobody else', async () => {
    const away = fault('unreachable');
    const tried = given([away, away, away]);
    await assert.rejects(tried.campaign.send(mail('ana@example.com')), { code: 'Unreachable' });
    await assert.rejects(tried.campaign.send(mail('ben@example.com')), { code: 'Unreachable' });
    assert.deepEqual(tried.handed, Array(3).fill('ana@example.com'));
  });

  it('given a server that is away for a while, then sends once it is back', async () => {
    const tried = given([fault('unreachable'), '250 Taken']);
    assert.equal((await tried.campaign.send(mail('ana@example.com'))).result, 'sent');
  });

  it('given a server that takes no message of ours, then tries it once', async () => {
    const tried = given([fault('server')]);
    await assert.rejects(tried.campaign.send(mail('ana@example.com')), { code: 'Unreachable' });
    await assert.rejects(tried.campaign.send(mail('ben@example.com')), { code: 'Unreachable' });
    assert.deepEqual(tried.handed, ['ana@example.com']);
  });

  it('given a message of which nobody knows, then leaves it, and sends it where told to', async () => {
    const tried = given([fault('unknown')]);
    await assert.rejects(tried.campaign.send(mail('ana@example.com')), { code: 'WrongState' });
    assert.equal(tried.campaign.standing('ana@example.com'), 'unknown');
    await assert.rejects(tried.campaign.send(mail('ana@example.com')), { code: 'WrongState' });
    assert.equal(tried.handed.length, 1);

    const journal = { events: tried.noted, note: () => Promise.resolve() };
    const again = given([], {
      journal: journal as unknown as CampaignOptions['journal'],
      resendUnknown: true,
    });
    assert.equal((await again.campaign.send(mail('ana@example.com'))).result, 'sent');
  });

  it('given a bug, then passes it on, and does not take the message for sent', async () => {
    const tried = given([new TypeError('a bug')]);
    await assert.rejects(tried.campaign.send(mail('ana@example.com')), TypeError);
    assert.equal(tried.campaign.standing('ana@example.com'), 'unknown');
  });

  it('given a wish to stop while a message waits, then says why it was put off', async () => {
    const stopping = new AbortController();
    const timer = {
      now: () => new Date(0),
      sleep: () => {
        stopping.abort(new Error('stop'));
        return Promise.reject(new Error('stop'));
      },
    };
    const tried = given([fault('temporary', '451 Later')], { timer, signal: stopping.signal });
    await assert.rejects(tried.campaign.send(mail('ana@example.com')), { code: 'Throttled' });
    await assert.rejects(tried.campaign.send(mail('ben@example.com')), /stop/);
    const broken = { ...timer, sleep: () => Promise.reject(new TypeError('a bug')) };
    await assert.rejects(
      given([fault('temporary')], { timer: broken }).campaign.send(mail('a@b.c')),
      TypeError,
    );
  });

  it('given a rate, then begins no more messages than that', async () => {
    const tried = given([], { perMinute: 2 });
    for (const to of ['ana', 'ben', 'cid']) await tried.campaign.send(mail(`${to}@example.com`));
    assert.deepEqual(tried.clock.slept, [30_000, 30_000]);
  });
});
