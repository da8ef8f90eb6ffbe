/**
 * The only import of saxes, a strict parser that reads XML piece by piece: a workbook's sheet can be too
 * large for memory, and a long reply must not block other work. Load it when one is read, never at the top
 * of a module.
 */
export { SaxesParser } from 'saxes';
