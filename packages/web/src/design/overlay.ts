import { createContext } from 'react';

/** Selects what lies open over the page: its keys rest until that is closed. */
export const OVERLAY = '.dialog, .popover:not([hidden])';

/** True within a dialog, where no hints are shown: Escape would close them first, and the dialog is what it is for. */
export const InDialog = createContext(false);
