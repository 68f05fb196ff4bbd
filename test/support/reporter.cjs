'use strict';

/**
 * Mocha's usual report; after it, what was skipped and why; and the same in one small JSON file ($MOCHA_SUMMARY), so that
 * nothing has to be read from text. With $MOCHA_RESULTS, each test's title and state in another.
 * CommonJS, because mocha loads reporters before anything that could translate TypeScript.
 */
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

module.exports = class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const skipped = new Map();
    const results = [];
    runner.on('pending', (test) => {
      const reason = reasonOf(test);
      skipped.set(reason, (skipped.get(reason) ?? 0) + 1);
      results.push([test.fullTitle(), 'skipped']);
    });
    runner.on('pass', (test) => results.push([test.fullTitle(), 'passed']));
    runner.on('fail', (test) => results.push([test.fullTitle(), 'failed']));
    runner.once('end', () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats;
      const reasons = [...skipped].map(
        ([reason, count]) => `${reason} (${count} ${count === 1 ? 'test' : 'tests'})`,
      );
      for (const reason of reasons) console.log(`  skipped: ${reason}`);
      write(process.env.MOCHA_SUMMARY, { passed: passes, failed: failures, skipped: pending, reasons });
      write(process.env.MOCHA_RESULTS, results);
    });
  }
};

/** Why a test is skipped, as the suite that skips it says; else the test's own title. */
function reasonOf(test) {
  for (let suite = test.parent; suite; suite = suite.parent) {
    if (suite.skipReason) return suite.skipReason;
  }
  return test.fullTitle();
}

function write(file, value) {
  if (file) writeFileSync(file, `${JSON.stringify(value)}\n`);
}
