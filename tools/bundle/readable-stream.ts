import { EventEmitter } from 'events';

/**
 * Stands for the streams that exceljs's buffer of what it writes is derived from: it brings all
 * methods itself and uses nothing of them but the events.
 */
export class Duplex extends EventEmitter {}
