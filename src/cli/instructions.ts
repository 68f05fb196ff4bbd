import { type Instructions, instructionsText } from '../core/profiles/deployment.js';
import { textDocument, type TextDocument } from './results.js';

export {
  ANDROID_TOOLS,
  androidInstructions,
  IOS_TOOLS,
  iosInstructions,
  REMOVAL_TOOLS,
  removalInstructions,
} from '../core/profiles/deployment.js';

/** Instructions as a result: a text for people, their parts for scripts. */
export function instructionsDocument(data: Instructions): TextDocument {
  return textDocument({ text: instructionsText(data), data });
}
