/** Where each of our servers says who it is. */
export const HEALTH_PATH = '/_worklink/health';
