/** Replaces a module that is imported and never used. */
export {};
