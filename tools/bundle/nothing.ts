/** Stands for a module that is asked for and never used. */
export {};
