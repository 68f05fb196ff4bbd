/**
 * Keeps what tests open and prepare with better-sqlite3 themselves, where Node would end the whole run when it is collected:
 * src/core/backends/local/store/lasting.ts says why. The program, which the acceptance tests run on its own, does so itself.
 */
import Sqlite from 'better-sqlite3';

if (Number.parseInt(process.versions.node, 10) >= 24) {
  const lasting = [];
  for (const name of ['prepare', 'transaction']) {
    const before = Sqlite.prototype[name];
    Sqlite.prototype[name] = function (...args) {
      const made = before.apply(this, args);
      lasting.push(this, made);
      return made;
    };
  }
  Sqlite.prototype.pragma = function (source, { simple = false } = {}) {
    const statement = this.prepare(`PRAGMA ${source}`);
    if (!statement.reader) {
      statement.run();
      return simple ? undefined : [];
    }
    return simple ? statement.pluck().get() : statement.all();
  };
}
