'use strict';

/**
 * Mocha's usual report, and the same in one small JSON file ($MOCHA_SUMMARY), so that nothing has to be read from text.
 * CommonJS, because mocha loads reporters before anything that could translate TypeScript.
 */
const { writeFileSync } = require('node:fs');
const Mocha = require('mocha');

module.exports = class SummaryReporter extends Mocha.reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.MOCHA_SUMMARY;
    if (!file) return;
    runner.once('end', () => {
      const { passes = 0, failures = 0, pending = 0 } = runner.stats;
      writeFileSync(file, `${JSON.stringify({ passed: passes, failed: failures, pending })}\n`);
    });
  }
};
