import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  goBack,
  goTo,
  type Journey,
  type JourneyStep,
  notePresent,
  setOut,
  settle,
  type Settlement,
  SUMMARY,
} from '../../../src/core/admin/setup/journey.js';

const STEPS: readonly JourneyStep<string>[] = [
  { id: 'place', requirement: 'needed' },
  { id: 'fleet', requirement: 'needed' },
  { id: 'idp', requirement: 'required' },
  { id: 'domains', requirement: 'required' },
  { id: 'cas', requirement: 'optional' },
  { id: 'stream', requirement: 'optional' },
];
const IDS = STEPS.map(({ id }) => id);

type Move =
  | { readonly kind: 'answer' | 'later'; readonly reopens: readonly string[] }
  | { readonly kind: 'back' }
  | { readonly kind: 'goTo'; readonly id: string }
  | { readonly kind: 'present'; readonly ids: readonly string[] };

const someIds = fc.subarray(IDS);
const move: fc.Arbitrary<Move> = fc.oneof(
  fc.record({ kind: fc.constantFrom('answer' as const, 'later' as const), reopens: someIds }),
  fc.constant({ kind: 'back' as const }),
  fc.record({ kind: fc.constant('goTo' as const), id: fc.constantFrom(...IDS) }),
  fc.record({ kind: fc.constant('present' as const), ids: someIds }),
);

function requirementOf(id: string): string {
  return STEPS.find((step) => step.id === id)?.requirement ?? '';
}

/** Makes a move, where somebody could. */
function make(journey: Journey<string>, one: Move): Journey<string> {
  switch (one.kind) {
    case 'answer':
    case 'later': {
      const { at } = journey;
      if (at === SUMMARY || (one.kind === 'later' && requirementOf(at) === 'needed')) return journey;
      return settle(journey, one.kind === 'answer' ? 'answered' : 'later', one.reopens);
    }
    case 'back':
      return goBack(journey);
    case 'goTo':
      return goTo(journey, one.id);
    case 'present':
      return notePresent(journey, one.ids);
  }
}

function after(moves: readonly Move[]): Journey<string> {
  return moves.reduce(make, setOut(STEPS));
}

describe('the way through the steps of a set-up', () => {
  it('given any moves, then no needed step is put off, and each place is one there is', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const { at, behind, settled } = after(moves);
        for (const place of [at, ...behind]) assert.ok(place === SUMMARY || IDS.includes(place));
        for (const [id, state] of settled)
          assert.ok(state === 'answered' || requirementOf(id) !== 'needed', `${id} is ${state}`);
      }),
    );
  });

  it('given any moves, then going on ends at the summary', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        let journey = after(moves);
        for (let count = 0; journey.at !== SUMMARY; count += 1) {
          assert.ok(count <= IDS.length, 'it goes on for ever');
          journey = settle(journey, 'answered');
        }
      }),
    );
  });

  it('given any moves, then it is at the summary only while no step is open', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const { at, settled } = after(moves);
        if (at === SUMMARY) assert.deepEqual([...settled.keys()].sort(), [...IDS].sort());
      }),
    );
  });

  it('given answers that open nothing anew, then as many steps back lead to the beginning, with every answer there', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { maxLength: IDS.length }), (answers) => {
        let journey = setOut(STEPS);
        for (const isAnswered of answers) {
          if (journey.at === SUMMARY) break;
          const mayWait = requirementOf(journey.at) !== 'needed';
          journey = settle(journey, isAnswered || !mayWait ? 'answered' : 'later');
        }
        const { settled } = journey;
        for (let count = journey.behind.length; count > 0; count -= 1) journey = goBack(journey);
        assert.equal(journey.at, IDS[0]);
        assert.deepEqual(journey.settled, settled);
        assert.equal(goBack(journey), journey);
      }),
    );
  });

  it('given what was settled when it was broken off, then goes on at the first step that was open', () => {
    fc.assert(
      fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
        const { settled } = after(moves);
        const again = setOut(STEPS, settled);
        assert.deepEqual(again.settled, settled);
        assert.equal(again.at, IDS.find((id) => !settled.has(id)) ?? SUMMARY);
      }),
    );
  });

  it('given what no step can have been, then it is left out', () => {
    const settled = new Map<string, Settlement>([
      ['fleet', 'later'],
      ['unknown', 'answered'],
      ['cas', 'later'],
    ]);
    assert.deepEqual([...setOut(STEPS, settled).settled], [['cas', 'later']]);
  });

  it('given a step that is gone to from the summary, then it leads back there, answered or not', () => {
    const done = setOut(STEPS, new Map(IDS.map((id) => [id, 'answered'])));
    assert.equal(done.at, SUMMARY);
    const there = goTo(done, 'domains');
    assert.equal(goBack(there).at, SUMMARY);
    assert.equal(settle(there, 'later').at, SUMMARY);
    assert.equal(settle(there, 'answered', ['idp', 'domains']).at, 'idp');
  });

  it('given steps that are there already, then they are passed by, and what is answered stays so', () => {
    const journey = settle(settle(setOut(STEPS), 'answered'), 'answered');
    const noted = notePresent(journey, ['place', 'idp', 'cas']);
    assert.equal(noted.at, 'domains');
    assert.equal(noted.settled.get('place'), 'answered');
    assert.equal(settle(noted, 'answered').at, 'stream');
    assert.equal(notePresent(noted, ['idp']).at, 'domains');
  });

  it('given a needed step to be put off, or the summary, then the caller is told of the mistake', () => {
    assert.throws(() => settle(setOut(STEPS), 'later'), /cannot be later/);
    assert.throws(() => settle({ ...setOut(STEPS), at: SUMMARY }, 'answered'), /cannot be answered/);
  });
});
