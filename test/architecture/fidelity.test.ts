import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import { operationNames } from '../../src/core/contract/contract.js';

describe('docs/fidelity.md', () => {
  it('has a section for each operation, in order, that names its sources', () => {
    const page = readFileSync(new URL('../../docs/fidelity.md', import.meta.url), 'utf8');
    const sections = page.split(/^### /m).slice(1);

    assert.deepEqual(
      sections.map((section) => section.slice(0, section.indexOf('\n'))),
      operationNames,
    );
    for (const section of sections) assert.match(section, /model|clients|guide|ours/);
  });
});
