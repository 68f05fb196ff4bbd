import assert from 'node:assert/strict';
import { Asker } from '../../src/cli/ask.js';
import { interrupted } from '../../src/cli/host.js';
import { Workplace } from '../support/cli.js';

const SURE = { message: 'This cannot be taken back.', flag: '--yes' };

describe('questions', () => {
  it('given a yes in any of its forms, then goes on; given anything else, then declined', () =>
    Workplace.with(async (place) => {
      for (const answer of ['y\r', 'YES\r', ' y \r']) {
        await new Asker(place.terminal([answer]).host, true).confirm(false, SURE);
      }
      for (const answer of ['\r', 'n\r', 'yess\r']) {
        await assert.rejects(new Asker(place.terminal([answer]).host, true).confirm(false, SURE), {
          code: 'Declined',
        });
      }
    }));

  it('given a yes beforehand, then asks nobody', () =>
    Workplace.with(async (place) => {
      const { host, shown } = place.terminal();
      await new Asker(host, true).confirm(true, SURE);
      assert.equal(shown(), '');
    }));

  it('given nobody to ask, then AnswerRequired naming the flag', () =>
    Workplace.with(async (place) => {
      const required = { code: 'AnswerRequired', hint: /--yes/ };
      await assert.rejects(new Asker(place.terminal().host, false).confirm(false, SURE), required);
      const { host } = place.terminal([], { env: { CI: '1' } });
      await assert.rejects(new Asker(host, true).confirm(false, SURE), required);
      await assert.rejects(new Asker(host, true).secret({ message: 'Passphrase', flag: '--yes' }), required);
    }));

  it('given a secret typed, then it is returned and never shown', () =>
    Workplace.with(async (place) => {
      const { host, shown } = place.terminal(['hunter2 \r']);
      assert.equal(
        await new Asker(host, true).secret({ message: 'Passphrase', flag: '--passphrase' }),
        'hunter2 ',
      );
      assert.doesNotMatch(shown(), /hunter2/);
    }));

  it('given a refused answer, then says why and takes the next', () =>
    Workplace.with(async (place) => {
      const { host, shown } = place.terminal(['bad\r', '\u007f\u007f\u007fgood\r']);
      const refuse = (answer: string): string | undefined =>
        answer === 'bad' ? 'Is it not good?' : undefined;
      assert.equal(
        await new Asker(host, true).required(undefined, { message: 'Name', flag: 'NAME', refuse }),
        'good',
      );
      assert.match(shown(), /Is it not good\?/);
    }));

  it('given a stop before the question, then the stop', () =>
    Workplace.with(async (place) => {
      const { host } = place.terminal([], { signal: AbortSignal.abort(interrupted()) });
      await assert.rejects(new Asker(host, true).confirm(false, SURE), { code: 'Interrupted' });
    }));
});
