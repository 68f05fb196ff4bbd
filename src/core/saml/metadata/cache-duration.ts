import { type Finding } from '../../findings.js';
import { excerpt } from '../excerpt.js';
import { samlFinding } from '../findings.js';
import { attributeOf, trimXmlSpace, type XmlElement } from '../xml/tree.js';
import { parseXsDuration } from './duration.js';

/**
 * Judges after what time the elements around and at the role want their metadata fetched again (cacheDuration, SAML 2.0
 * Metadata §2.3.1, §2.3.2 and §2.4.1). The service is handed its copy and fetches none, so that nothing of it refuses.
 */
export function cacheDurationFindings(elements: readonly XmlElement[]): readonly Finding[] {
  const findings: Finding[] = [];
  let isSaid = false;
  for (const element of elements) {
    const written = attributeOf(element, 'cacheDuration');
    if (written === undefined) continue;
    const text = trimXmlSpace(written);
    const duration = parseXsDuration(text);
    if (duration === undefined || duration.isNegative) {
      const fault = duration === undefined ? "isn't a duration" : 'is negative';
      const message = `cacheDuration is '${excerpt(written)}', which ${fault}.`;
      findings.push(samlFinding('metadata-cache-duration-unreadable', element, message));
    } else if (!isSaid) {
      isSaid = true;
      const message = `The metadata asks to be fetched again after ${excerpt(text)} (cacheDuration); what is linked stays as it is until you update it.`;
      findings.push(samlFinding('metadata-cache-duration', element, message));
    }
  }
  return findings;
}
