/** Replaces Node's module `buffer`: the same class from the global scope. */
const { Buffer: theBuffer } = { Buffer };
export { theBuffer as Buffer };
