/** Stands for Node's module `buffer`: the same class without asking for it. */
const { Buffer: theBuffer } = { Buffer };
export { theBuffer as Buffer };
