import type { INodeProperties } from 'n8n-workflow';
import type { CallbackEvent, CallbackCall } from '../../../gateways/callback';

/** A gateway that calls the trigger. */
export interface Caller {
	/** What the field "Gateway" shows. */
	name: string;
	/** What the field "Gateway" holds. */
	value: 'messangi' | 'mGage' | 'messageCentral';
	/** Whom to give the trigger's address. */
	notice: INodeProperties;
	/** @throws UnreadableCallback for a body that cannot be read */
	readCallback: (call: CallbackCall) => CallbackEvent[];
}
