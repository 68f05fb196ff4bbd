import assert from 'node:assert/strict';
import { Challenges } from '../../../src/core/server/sign-in/challenges.js';

const NOW = Date.UTC(2026, 0, 1);

describe('challenges', () => {
  it('given one, then it is good once, for ten minutes', () => {
    const challenges = new Challenges();
    const [first, second] = [challenges.give(NOW), challenges.give(NOW)];
    assert.match(first, /^[\w-]{43}$/);
    assert.equal(challenges.take('x'.repeat(43), NOW), false);
    assert.equal(challenges.take(first, NOW + 599_999), true);
    assert.equal(challenges.take(first, NOW), false);
    assert.equal(challenges.take(second, NOW + 600_000), false);
  });

  it('given more than are remembered, then the oldest gives way', () => {
    const challenges = new Challenges();
    const given = Array.from({ length: 1_001 }, () => challenges.give(NOW));
    assert.equal(challenges.take(given[0] ?? '', NOW), false);
    assert.equal(challenges.take(given[1] ?? '', NOW), true);
  });
});
