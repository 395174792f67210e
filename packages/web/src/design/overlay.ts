/** Selects what lies open over the page: its keys rest until that is closed. */
export const OVERLAY = '.dialog, .popover:not([hidden])';
