import assert from 'node:assert/strict';
import fc from 'fast-check';
import { hasErrors } from '../../src/core/findings.js';
import { readPickedEntity } from '../../src/core/saml/metadata.js';
import { pickEntity } from '../../src/core/saml/metadata/pick-entity.js';
import { aggregate, idp } from '../saml/cases/case.js';
import { assertSound } from '../saml/sound.js';
import { NOW } from '../saml/support.js';
import { mutated } from './mutate.js';
import { type FuzzTarget } from './target.js';

const SEED = Buffer.from(aggregate(idp('urn:a'), aggregate(idp('urn:b'), idp('urn:c'))));

interface Input {
  readonly document: Buffer;
  readonly length: number;
}

/** An entity picked out of an aggregate that comes in pieces: alike, wherever the pieces end. */
export const aggregates: FuzzTarget<Input> = {
  name: 'aggregate',
  inputs: fc.record({ document: mutated([SEED], 4), length: fc.integer({ min: 1, max: 500 }) }),
  check: async ({ document, length }) => {
    const pieces: Buffer[] = [];
    for (let at = 0; at < document.length; at += length) pieces.push(document.subarray(at, at + length));
    const whole = await pickEntity([document], 'urn:b');
    const { value, findings } = await pickEntity(pieces, 'urn:b');
    assert.equal(value?.text, whole.value?.text);
    // Which of several faults is met first may differ, not whether there is one.
    assert.equal(hasErrors(findings), hasErrors(whole.findings));
    if (value !== undefined) assertSound(readPickedEntity(value, { now: NOW }));
  },
};
