/** Words longer than this are compared by their beginnings: the work stays small whatever was typed. */
const COMPARED_LENGTH = 64;
/** How many suggestions are worth reading. */
const SUGGESTIONS = 3;

/**
 * The candidates a person may have meant, nearest first, at most three.
 *
 * @param given what was typed
 * @param candidates what exists
 */
export function nearest(given: string, candidates: Iterable<string>): readonly string[] {
  const word = normalise(given);
  const near: { readonly candidate: string; readonly distance: number }[] = [];
  for (const candidate of candidates) {
    const other = normalise(candidate);
    const distance = word.length > 2 && other.startsWith(word) ? 1 : editDistance(word, other);
    if (distance <= Math.max(1, Math.floor(Math.max(word.length, other.length) / 3)))
      near.push({ candidate, distance });
  }
  return near
    .sort((a, b) => a.distance - b.distance || a.candidate.localeCompare(b.candidate, 'en'))
    .slice(0, SUGGESTIONS)
    .map(({ candidate }) => candidate);
}

function normalise(text: string): string {
  return text.slice(0, COMPARED_LENGTH).toLowerCase();
}

/** Edit distance in which swapping two neighbours counts as one mistake (optimal string alignment). */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const cost = a[row - 1] === b[column - 1] ? 0 : 1;
      let best = Math.min(
        at(previous, column) + 1,
        at(current, column - 1) + 1,
        at(previous, column - 1) + cost,
      );
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (swapped) best = Math.min(best, at(beforePrevious, column - 2) + 1);
      current.push(best);
    }
    beforePrevious = previous;
    previous = current;
  }
  return at(previous, b.length);
}

function at(row: readonly number[], index: number): number {
  return row[index] ?? Number.POSITIVE_INFINITY;
}
