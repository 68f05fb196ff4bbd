import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { readPkcs12 } from '../../src/core/certificates/pkcs12/pkcs12.js';
import { WorklinkError } from '../../src/core/errors.js';
import { mutated } from './mutate.js';
import { type FuzzTarget } from './target.js';

const NAMES = ['3des', 'aes-256', 'legacy-rc2-40', 'pbes2-rc2', 'ed25519', 'plain-no-mac', 'two-identities'];

/** PKCS#12 files: read, or refused as input, within their time, whatever number of iterations they ask for. */
export const pkcs12: FuzzTarget<Buffer> = {
  name: 'pkcs12',
  inputs: mutated(
    NAMES.map((name) => readFileSync(new URL(`../fixtures/pkcs12/${name}.p12`, import.meta.url))),
    6,
  ),
  check: (bytes) => {
    try {
      readPkcs12(bytes, 'correct');
    } catch (error) {
      assert.ok(error instanceof WorklinkError && error.code === 'InvalidInput', inspect(error));
    }
  },
  maxMilliseconds: 4000,
};
